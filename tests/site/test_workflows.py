"""Every step from every state of every workflow; words for everything a user can meet."""

import enum
from itertools import product

import pytest
import sqlalchemy as sa

from intranet import phrases
from intranet.core import audit
from intranet.core.audit import SYSTEM, AuditEvent
from intranet.core.db import Base, db
from intranet.core.errors import NotReady, WrongState
from intranet.core.workflow import NOBODY, WORKFLOWS, Transition, Workflow, perform, reachable
from tests.site import rows

# who can be told of a step; a feature's acts turn these into accounts
TOLD = {
    "authors", "chairman", "clerk", "desk", "members", "nominator", "nominee", "owner", "reviewer", "standing",
    "unit_head", "unit_heads", "voters",
}  # fmt: skip
MODELS = {m.class_.__tablename__: m.class_ for m in Base.registry.mappers}
TRANSITIONS = [(w, t) for w in WORKFLOWS.values() for t in w.transitions]
NAMES = [f"{w.kind}-{t.step.value}" for w, t in TRANSITIONS]


def target_of(transition: Transition) -> enum.StrEnum:
    return transition.targets[-1]


@pytest.fixture
def make(app):
    """Return a maker of rows in a state; on PostgreSQL and SQLite alike with all CHECKs of the table."""

    def one(workflow: Workflow, state: enum.StrEnum) -> Base:
        return rows.make(MODELS[workflow.kind], state=state)

    return one


def test_every_table_with_a_state_has_a_workflow(app):
    kept = {name for name, model in MODELS.items() if "state" in model.__table__.columns}
    assert kept == set(WORKFLOWS)


@pytest.mark.parametrize(("workflow", "transition"), TRANSITIONS, ids=NAMES)
def test_step_is_possible_exactly_from_its_states(make, workflow, transition):
    for state in workflow.states:
        point = db.session.begin_nested()
        obj = make(workflow, state)
        target = target_of(transition)
        if state in transition.sources:
            event = perform(workflow, obj, transition.step, actor=SYSTEM, reason="Theo đề nghị.", to=target)
            assert obj.state == target
            assert (event.event, event.from_state, event.to_state, event.reason, event.object_id) == (
                f"{workflow.kind}:{transition.step.value}",
                state.value,
                target.value,
                "Theo đề nghị.",
                obj.id,
            )
        else:
            before = db.session.scalar(sa.select(sa.func.count(AuditEvent.id)))
            with pytest.raises(WrongState, match="không còn làm được"):
                perform(workflow, obj, transition.step, actor=SYSTEM, reason="Theo đề nghị.", to=target)
            assert obj.state == state
            assert db.session.scalar(sa.select(sa.func.count(AuditEvent.id))) == before
        point.rollback()


@pytest.mark.parametrize(("workflow", "transition"), TRANSITIONS, ids=NAMES)
def test_step_without_its_reason_or_a_fact_changes_nothing(make, workflow, transition):
    obj = make(workflow, transition.sources[0])
    before = db.session.scalar(sa.select(sa.func.count(AuditEvent.id)))
    if transition.reason:
        with pytest.raises(NotReady, match="lý do"):
            perform(workflow, obj, transition.step, actor=SYSTEM, reason=" \n\x0b", to=target_of(transition))
    for fact, label in transition.facts:
        with db.session.no_autoflush:
            kept, _ = getattr(obj, fact), setattr(obj, fact, None)
            with pytest.raises(NotReady, match="Chưa đủ thông tin") as refused:
                perform(workflow, obj, transition.step, actor=SYSTEM, reason="Rõ.", to=target_of(transition))
            setattr(obj, fact, kept)
        assert label in refused.value.missing
    assert obj.state == transition.sources[0]
    assert db.session.scalar(sa.select(sa.func.count(AuditEvent.id))) == before


@pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=list(WORKFLOWS))
def test_target_outside_the_table_is_a_mistake_of_the_program(make, workflow):
    transition = workflow.transitions[0]
    for state in set(workflow.states) - set(transition.targets):
        obj = make(workflow, transition.sources[0])
        with pytest.raises(ValueError, match="does not lead"):
            perform(workflow, obj, transition.step, actor=SYSTEM, reason="Rõ.", to=state)
        assert obj.state == transition.sources[0]
        db.session.rollback()


@pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=list(WORKFLOWS))
def test_workflow_table_is_whole(workflow):
    assert workflow.initial in workflow.states
    assert reachable(workflow, [workflow.initial]) == set(workflow.states) or workflow.kind == "certificate"
    for transition in workflow.transitions:
        assert transition.sources and transition.targets
        assert transition.notify == NOBODY or transition.notify in TOLD, transition.step
        assert audit.EVENTS[f"{workflow.kind}:{transition.step.value}"] == {"details"}
    steps = {s for t in workflow.transitions for s in type(t.step)}
    assert steps == set(workflow.by_step), "a step without a row in the table"
    for state, step in product(workflow.states, workflow.by_step):
        assert workflow.allows(state, step) == (step in workflow.steps_from(state))


def test_every_state_has_words(app):
    for workflow in WORKFLOWS.values():
        missing = [s.value for s in workflow.states if f"{workflow.kind}.{s.value}" not in phrases.WORDS]
        assert missing == [], workflow.kind


def test_every_event_has_words(app):
    assert sorted(name for name in audit.EVENTS if name not in phrases.WORDS) == []


def test_every_choice_has_words(app):
    missing = []
    for name, model in MODELS.items():
        for column in model.__table__.columns:
            if isinstance(column.type, sa.Enum) and column.name != "state":
                chosen = column.type.enum_class
                keys = [f"{chosen.__name__}.{one.value}" for one in chosen]
                missing += [key for key in keys if key not in phrases.WORDS]
        assert name in MODELS
    assert sorted(set(missing)) == []


def test_words_are_vietnamese_sentences_for_people(app):
    for key, words in phrases.WORDS.items():
        assert words == words.strip() and words, key
        assert "_" not in words and words[0] == words[0].upper(), key
    assert set(phrases.TONES.values()) <= {"neutral", "waiting", "good", "bad"}
    assert {key for key in phrases.TONES if key not in phrases.WORDS} == set()

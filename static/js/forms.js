// Forms: one sending per press, drafts that save themselves, a warning before typed text is lost, live sums and limits.
"use strict";

(() => {
  const AFTER_LAST_KEY = 2500; // ms of quiet before a draft is saved
  const AT_LATEST = 9000; // ms after the first change
  const TRY_AGAIN = 10000;
  const FREE_AGAIN = 20000; // a form that answered with a download can be sent again

  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const dirty = new Set(); // forms with changes that the server does not have
  const drafts = new WeakMap();
  let leaving = false;

  // --- One sending per press -----------------------------------------------------------------------------------
  function busy(form, on) {
    form.dataset.sent = on ? "1" : "";
    for (const button of form.elements) {
      if (button.type !== "submit") continue;
      button.classList.toggle("is-busy", on);
      if (on) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    const draft = drafts.get(form);
    if (draft && draft.saving) { // the draft's new version must arrive first, or this would look like two editors
      event.preventDefault();
      event.stopImmediatePropagation();
      const submitter = event.submitter;
      draft.saving.finally(() => form.requestSubmit(submitter));
      return;
    }
    if (draft) stop(draft);
    busy(form, true);
    leaving = true;
    setTimeout(() => { busy(form, false); leaving = false; }, FREE_AGAIN);
  }, true);
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.closest("form");
    if (!form) return;
    busy(form, false);
    leaving = false;
    if (event.detail.successful) dirty.delete(form);
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    leaving = false;
    all("form[data-sent]").forEach((form) => busy(form, false));
  });

  // --- Unsaved changes -----------------------------------------------------------------------------------------
  window.addEventListener("beforeunload", (event) => {
    const lost = [...dirty].some((form) => form.isConnected);
    if (lost && !leaving) event.preventDefault();
  });

  // --- Drafts --------------------------------------------------------------------------------------------------
  function note(form, text, trouble = false) {
    for (const line of all("[data-autosave-note]", form)) {
      line.textContent = text;
      line.classList.toggle("trouble", trouble);
    }
  }
  function stop(draft) {
    clearTimeout(draft.timer);
    draft.timer = null;
  }
  function plan(draft, delay) {
    clearTimeout(draft.timer);
    draft.timer = setTimeout(() => save(draft), delay);
  }
  function changed(draft) {
    const now = Date.now();
    if (!draft.changes) draft.since = now;
    draft.changes += 1;
    if (!draft.saving && !draft.refused) plan(draft, Math.max(0, Math.min(AFTER_LAST_KEY, draft.since + AT_LATEST - now)));
  }
  function content(form) {
    const data = new FormData(form);
    data.delete("once"); // the one-time key belongs to the real sending
    const kept = [...data].filter(([, value]) => typeof value === "string");
    return new URLSearchParams([...kept, ["autosave", "1"]]);
  }
  function save(draft, last = false) {
    stop(draft);
    if (draft.saving || !draft.changes || draft.form.dataset.sent) return;
    draft.changes = 0;
    draft.saving = send(draft, last).finally(() => {
      draft.saving = null;
      if (draft.changes && !draft.timer && !draft.refused) plan(draft, AFTER_LAST_KEY);
    });
  }
  function later(draft, text) {
    draft.changes += 1;
    draft.since = Date.now();
    note(draft.form, text, true);
    plan(draft, TRY_AGAIN);
  }
  async function send(draft, last) {
    const form = draft.form;
    let answer;
    try {
      answer = await fetch(form.dataset.autosave, {
        method: "POST", body: content(form), credentials: "same-origin", keepalive: last,
        headers: { Accept: "application/json", "X-Requested-With": "autosave" },
      });
    } catch {
      later(draft, "Chưa lưu được vì mất kết nối. Chữ đã nhập vẫn còn trên trang này, hệ thống đang thử lưu lại.");
      return;
    }
    if (answer.redirected) {
      later(draft, "Phiên đăng nhập đã hết. Chữ đã nhập vẫn còn ở đây: hãy đăng nhập lại ở một thẻ khác rồi trở về trang này.");
    } else if (answer.ok) {
      await saved(draft, answer);
    } else if (answer.status === 419) {
      await renewToken();
      later(draft, "Chưa lưu được vì phiên đăng nhập đã đổi. Hệ thống đang thử lưu lại.");
    } else if (answer.status >= 500 || answer.status === 429) {
      later(draft, "Chưa lưu được vì hệ thống đang bận. Chữ đã nhập vẫn còn trên trang này, hệ thống đang thử lưu lại.");
    } else {
      draft.refused = answer.status === 409 || answer.status === 404 || answer.status === 403;
      note(form, `Chưa lưu: ${await reason(answer)}`, true);
    }
  }
  async function saved(draft, answer) {
    const isJson = (answer.headers.get("Content-Type") || "").includes("json");
    const told = isJson ? await answer.json() : {};
    for (const [name, value] of Object.entries(told.fields || {})) {
      const field = draft.form.elements.namedItem(name);
      if (field && field.type === "hidden") field.value = value;
    }
    if (!draft.changes) dirty.delete(draft.form);
    const time = new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
    note(draft.form, told.message || `Đã lưu lúc ${told.saved_at || time}`);
  }
  async function reason(answer) {
    const text = await answer.text();
    if ((answer.headers.get("Content-Type") || "").includes("json")) return JSON.parse(text).message;
    const line = new DOMParser().parseFromString(text, "text/html").querySelector("main p, [data-error-page] p + p");
    return line ? line.textContent.trim() : "hãy chép phần vừa nhập ra nơi khác rồi tải lại trang.";
  }
  // After signing in again in another tab the old token is void: take the new one from this page's own address.
  async function renewToken() {
    try {
      const page = await (await fetch(location.href, { credentials: "same-origin" })).text();
      const fresh = new DOMParser().parseFromString(page, "text/html").querySelector('input[name="csrf_token"]');
      if (fresh) all('input[name="csrf_token"]').forEach((field) => { field.value = fresh.value; });
    } catch { /* still without a connection: the next try will say so */ }
  }
  function draftOf(form) {
    if (!drafts.has(form)) drafts.set(form, { form, changes: 0, since: 0, timer: null, saving: null, refused: false });
    return drafts.get(form);
  }
  const openDrafts = () => [...dirty].filter((form) => form.dataset.autosave).map(draftOf);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") openDrafts().forEach((draft) => { if (!draft.refused) save(draft, true); });
  });
  window.addEventListener("online", () => openDrafts().forEach((draft) => { if (!draft.refused) save(draft); }));

  // --- Live sums and limits ------------------------------------------------------------------------------------
  function sum(form) {
    const inputs = all("[data-share]", form);
    const hundredths = inputs.reduce((total, input) => total + (Math.round(parseFloat(input.value.replace(",", ".")) * 100) || 0), 0);
    const shown = (value) => (value / 100).toLocaleString("vi-VN");
    const left = 10000 - hundredths;
    const rest = left === 0 ? ", đủ 100 %" : left > 0 ? `, còn thiếu ${shown(left)} %` : `, thừa ${shown(-left)} %`;
    for (const box of all("[data-share-total]", form)) {
      box.textContent = `Tổng: ${shown(hundredths)} %${rest}`;
      box.classList.toggle("right", left === 0);
      box.classList.toggle("wrong", left !== 0);
    }
  }
  function count(area) {
    const hint = document.querySelector(`[data-count-for="${CSS.escape(area.id)}"]`);
    if (!hint) return;
    const limit = Number(hint.dataset.limit);
    const left = limit - [...area.value.normalize("NFC")].length;
    hint.classList.toggle("over-limit", left < 0);
    const number = Math.abs(left).toLocaleString("vi-VN");
    if (left < 0) hint.textContent = `Dài quá ${number} ký tự, hãy viết ngắn lại`;
    else hint.textContent = left < limit / 5 ? `Còn ${number} ký tự` : `Tối đa ${limit.toLocaleString("vi-VN")} ký tự`;
  }
  function edited(event) {
    const field = event.target;
    const form = field.form;
    if (!form || form.method !== "post") return;
    if (field.matches("[data-share]")) sum(form);
    if (field.matches("textarea") && event.type === "input") count(field);
    const secret = form.querySelector('input[type="password"]');
    if (secret || !("guard" in form.dataset || form.dataset.autosave)) return;
    if (event.type === "change" && field.matches('textarea, input[type="text"]')) return; // its input events have told
    dirty.add(form);
    if (form.dataset.autosave && field.type !== "file") changed(draftOf(form));
  }
  document.addEventListener("input", edited);
  document.addEventListener("change", edited);

  function prepare(root) {
    const forms = new Set(all("[data-share]", root).map((input) => input.form));
    forms.forEach((form) => { if (form) sum(form); });
    all("textarea", root).forEach(count);
    // sent back with errors: what is typed is nowhere but on this page
    if (root.querySelector(".error-summary")) all("form[data-guard]", root).filter((form) => !form.querySelector('input[type="password"]')).forEach((form) => dirty.add(form));
  }
  prepare(document);
  document.addEventListener("htmx:afterSwap", (event) => prepare(event.detail.target));
})();

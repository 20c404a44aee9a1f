// A session written down where the line drops: kept on this telephone, sent later, stored once (same one-time key).
// Without this file the form is sent as any other.
"use strict";

(() => {
  const form = document.getElementById("ghi-buoi");
  const note = document.querySelector("[data-kept]");
  if (!form || !note || !window.indexedDB) return;
  const account = note.dataset.kept; // what one person kept is never sent in another's name

  const asked = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  async function store(mode) {
    const opening = indexedDB.open("gui-sau", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("forms", { keyPath: "once" });
    return (await asked(opening)).transaction("forms", mode).objectStore("forms");
  }
  const mine = async () => (await asked((await store("readonly")).getAll())).filter((one) => one.account === account);
  function tell(words) { note.textContent = words; note.hidden = !words; }
  async function count() {
    const kept = (await mine()).length;
    tell(kept ? `${kept} buổi đang giữ trên máy này, sẽ tự gửi khi có mạng và mở lại trang này.` : "");
  }
  function freshKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(18));
    form.elements.once.value = btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_");
  }
  function free() {
    form.dataset.sent = "";
    for (const button of form.elements) {
      button.classList.remove("is-busy");
      button.removeAttribute("aria-disabled");
    }
  }
  function post(fields) {
    const body = new FormData();
    for (const [name, value] of fields) body.append(name, value);
    body.set("csrf_token", form.elements.csrf_token.value);
    return fetch(form.action, { method: "POST", body, credentials: "same-origin" });
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fields = [...new FormData(form)].filter(([name]) => name !== "csrf_token");
    const once = form.elements.once.value;
    try {
      const answer = await post(fields);
      if (answer.redirected && answer.ok) location.assign(answer.url);
      else form.submit(); // refused: the page itself says why
    } catch { // no line
      await asked((await store("readwrite")).put({ once, account, fields }));
      form.reset();
      freshKey();
      free();
      await count();
    }
  });

  let sending = false;
  async function sendKept() {
    if (sending) return;
    sending = true;
    let sent = 0;
    let refused = 0;
    try {
      for (const one of await mine()) {
        const answer = await post(one.fields);
        if (answer.redirected && answer.ok && !answer.url.includes("/dang-nhap")) {
          await asked((await store("readwrite")).delete(one.once));
          sent += 1;
        } else if (answer.status === 422) refused += 1; // stays here until somebody writes it down anew
        else break; // signed out, or the server is not well: later
      }
    } catch { /* the line dropped again: what is kept stays */ }
    sending = false;
    if (refused) tell(`${refused} buổi giữ trên máy chưa gửi được vì thiếu ảnh hoặc sai nội dung. Hãy ghi lại.`);
    else if ((await mine()).length) await count();
    else if (sent) tell(`Đã gửi ${sent} buổi giữ trên máy.`);
  }
  window.addEventListener("online", sendKept);
  sendKept();
})();

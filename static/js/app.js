// The frame of a page: menus, what went wrong with a request, small helps. Every page works without this file.
"use strict";

(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Menus (<details name="menu">): Escape and a press elsewhere close them.
  const openMenus = () => all('details[name="menu"][open]');
  document.addEventListener("click", (event) => {
    openMenus().filter((menu) => !menu.contains(event.target)).forEach((menu) => { menu.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      menu.open = false;
      one("summary", menu).focus();
    }
  });
  // One menu at a time in browsers that do not know the name attribute of <details>.
  document.addEventListener("toggle", (event) => {
    if (!event.target.open || event.target.getAttribute("name") !== "menu") return;
    openMenus().filter((menu) => menu !== event.target).forEach((menu) => { menu.open = false; });
  }, true);

  // The list of errors takes the focus, so that it is read out and the keyboard starts there.
  const focusErrors = (root) => { const box = one("[data-autofocus]", root); if (box) box.focus(); };
  focusErrors(document);

  // What went wrong, in words, over the lower edge: nothing on the page is replaced, so nothing typed is lost.
  const problem = one("[data-problem]");
  const retryButton = one("[data-problem-retry]");
  let retry = null;

  function showProblem(nodes, again) {
    one("[data-problem-words]").replaceChildren(...nodes);
    retry = again;
    retryButton.hidden = !again;
    problem.hidden = false;
  }
  function words(...lines) {
    return lines.map((line) => Object.assign(document.createElement("p"), { textContent: line }));
  }
  const hideProblem = () => { problem.hidden = true; retry = null; };
  one("[data-problem-close]").addEventListener("click", hideProblem);
  retryButton.addEventListener("click", () => { const again = retry; hideProblem(); if (again) again(); });

  // The same request once more; htmx collects the values of the source element again.
  function sameAgain(detail) {
    const config = detail.requestConfig;
    return () => window.htmx.ajax(config.verb, config.path, { source: config.elt, target: config.target });
  }
  function errorPage(text) {
    return new DOMParser().parseFromString(text || "", "text/html").querySelector("[data-error-page]");
  }
  document.addEventListener("htmx:beforeSwap", (event) => {
    const page = event.detail.xhr.status >= 400 && errorPage(event.detail.xhr.responseText);
    if (!page) return;
    event.detail.shouldSwap = false;
    showProblem([...page.childNodes], event.detail.xhr.status >= 500 ? sameAgain(event.detail) : null);
  });
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status < 500 || errorPage(event.detail.xhr.responseText)) return;
    showProblem(words("Hệ thống gặp lỗi, việc vừa làm chưa được ghi.", "Chữ đã nhập vẫn còn trên trang này. Hãy thử lại."), sameAgain(event.detail));
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => {
      showProblem(words("Không kết nối được với máy chủ.", "Chữ đã nhập vẫn còn trên trang này. Hãy kiểm tra mạng rồi thử lại."), sameAgain(event.detail));
    });
  }
  document.addEventListener("htmx:afterOnLoad", (event) => {
    if (event.detail.xhr.status < 400 && retry) hideProblem();
  });
  document.addEventListener("htmx:afterSwap", (event) => focusErrors(event.detail.target));

  // Selects that apply at once (lists); the button "Lọc" does the same by hand.
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-auto-submit]")) event.target.form.requestSubmit();
  });

  // Chosen rows of a list: how many, and all of them at once.
  function countChosen(form) {
    const note = one("[data-chosen-count]", form);
    if (!note) return;
    const boxes = all('tbody input[type="checkbox"]', form);
    const chosen = boxes.filter((box) => box.checked).length;
    note.textContent = chosen ? `Đã chọn ${chosen} trong ${boxes.length} dòng.` : "Chưa chọn dòng nào.";
  }
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (!form) return;
    if (event.target.matches("[data-choose-all]")) {
      all('tbody input[type="checkbox"]', form).forEach((box) => { box.checked = event.target.checked; });
    }
    countChosen(form);
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
})();

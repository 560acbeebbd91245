// Keys, marks and dialogs of the review page. All data comes from the server as HTML; nothing is built from text here.
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const say = (text) => { one("#announce").textContent = text; };

  // --- marks: a record in the list, its box on the image, its words in the text --------------------------------------
  const marksOf = (id) => all("[data-mark]").filter((node) => node.dataset.mark.split(" ").includes(id));
  let shown = null;
  function show(id, scroll) {
    if (shown === id && !scroll) return;
    all(".on").forEach((node) => node.classList.remove("on"));
    shown = id;
    if (!id) return;
    const found = marksOf(id);
    found.forEach((node) => node.classList.add("on"));
    all("[data-fact]").filter((node) => node.dataset.fact === id).forEach((node) => node.classList.add("on"));
    if (scroll) {
      const seen = new Set();
      found.forEach((node) => {
        const pane = node.closest(".scroll");
        if (pane && !seen.has(pane)) { seen.add(pane); bring(node, pane); }
      });
    }
  }
  // Scrolls within the pane only: the page itself stays where the reader is.
  function bring(node, pane) {
    const at = node.getBoundingClientRect(), frame = pane.getBoundingClientRect();
    if (at.top < frame.top + 20 || at.bottom > frame.bottom - 20) pane.scrollTop += at.top - frame.top - frame.height / 3;
    if (at.left < frame.left || at.right > frame.right) pane.scrollLeft += at.left - frame.left - 40;
  }
  document.addEventListener("mouseover", (event) => {
    const fact = event.target.closest("[data-fact]");
    const mark = event.target.closest("[data-mark]");
    if (fact) show(fact.dataset.fact, true);
    else if (mark && mark.dataset.mark) show(mark.dataset.mark.split(" ").pop(), false);
  });
  document.addEventListener("focusin", (event) => {
    const fact = event.target.closest("[data-fact]");
    if (fact) show(fact.dataset.fact, true);
  });
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-mark]");
    if (mark && mark.dataset.mark) {
      const id = mark.dataset.mark.split(" ").pop();
      const fact = all("[data-fact]").find((node) => node.dataset.fact === id);
      if (fact) { fact.focus({ preventScroll: true }); const pane = fact.closest(".scroll"); if (pane) bring(fact, pane); }
    }
    const opener = event.target.closest("[data-open]");
    if (opener) one("#" + opener.dataset.open).showModal();
    const zoom = event.target.closest("[data-zoom]");
    if (zoom) {
      const wide = one(".paper").classList.toggle("wide");
      zoom.setAttribute("aria-pressed", String(wide));
    }
  });

  // --- keys ----------------------------------------------------------------------------------------------------------
  const remembered = { get: () => { try { return localStorage.getItem("keys") !== "off"; } catch { return true; } },
    set: (on) => { try { localStorage.setItem("keys", on ? "on" : "off"); } catch { /* a browser that keeps nothing */ } } };
  function walk(step) {
    const finding = one("#finding");
    if (finding) { const link = one(step > 0 ? 'a[rel="next"]' : 'a[rel="prev"]', finding); if (link) link.click(); return; }
    const items = all("[data-walk]");
    if (!items.length) return;
    const at = items.indexOf(document.activeElement);
    const next = items[Math.min(Math.max(at + step, 0), items.length - 1)];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }
  const press = (value) => { const button = one(`#finding button[name="action"][value="${value}"]`); if (button) button.click(); };
  const into = (selector) => { const field = one(selector); if (field) { field.focus(); if (field.select) field.select(); } };
  const keys = {
    j: () => walk(1), k: () => walk(-1), a: () => press("accept"), r: () => press("reject"), u: () => press("undo"),
    e: () => into("#new"), n: () => into("#reason"), "/": () => into("#q"), "?": () => one("#help").showModal(),
    v: () => { const link = one("[data-view]"); if (link) link.click(); },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
    if (typing) {
      if (event.key === "Escape") typing.blur();
      if (event.key === "Enter" && typing.id === "new") { event.preventDefault(); press("correct"); }
      return;
    }
    if (one("dialog[open]") || (event.key !== "?" && !remembered.get())) return;
    const act = keys[event.key];
    if (act) { event.preventDefault(); act(); }
  });

  // --- what htmx brings ----------------------------------------------------------------------------------------------
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "finding") { const told = one("#told"); if (told && told.textContent.trim()) told.focus(); }
  });
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"])
    document.addEventListener(name, () => say(document.body.dataset.lost));
  document.addEventListener("htmx:beforeRequest", () => say(""));

  document.addEventListener("DOMContentLoaded", () => {
    const box = one("#keys-on");
    if (box) { box.checked = remembered.get(); box.addEventListener("change", () => remembered.set(box.checked)); }
  });
})();

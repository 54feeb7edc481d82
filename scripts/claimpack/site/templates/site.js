"use strict";
(() => {
  const all = (selector) => Array.from(document.querySelectorAll(selector));

  // A claim's words light up with its card.
  const follow = () => {
    const anchor = location.hash.slice(1);
    for (const mark of all(".text [data-claims]")) {
      mark.classList.toggle("active", anchor !== "" && mark.dataset.claims.split(" ").includes(anchor));
    }
  };
  addEventListener("hashchange", follow);
  follow();

  const copy = async (text, button) => {
    const label = button.textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      button.textContent = document.execCommand("copy") ? "Copied" : "Not copied";
      area.remove();
    }
    setTimeout(() => { button.textContent = label; }, 1500);
  };
  for (const button of all("button.copy")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const place = button.closest("[id]");
      const link = place ? `\n${location.href.split("#")[0]}#${place.id}` : "";
      copy(button.dataset.copy + (button.dataset.plain ? "" : link), button);
    });
  }
})();

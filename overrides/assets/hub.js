/* Small comforts. Everything on the site works without this file, except the search. */
(() => {
  "use strict";
  // The words of scripts are in the page, because they are in the language of the site: "%(shown)s of %(total)s shown".
  const filled = (text, fields) => text.replace(/%\((\w+)\)s/g, (_, name) => fields[name]);
  const find = (selector, scope = document) => scope.querySelector(selector);
  const root = document.documentElement;

  // Colors: the device's own, or the opposite.
  const scheme = find("[data-hub=scheme]");
  const night = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.scheme || (night.matches ? "dark" : "light")) === "dark";
  const press = () => scheme.setAttribute("aria-pressed", isDark());
  scheme.addEventListener("click", () => {
    root.dataset.scheme = isDark() ? "light" : "dark";
    try { localStorage.setItem("hub-scheme", root.dataset.scheme); } catch { /* The choice is not remembered. */ }
    press();
  });
  night.addEventListener("change", press);
  press();

  // The menu closes with Escape and gives the focus back.
  const menu = find(".hub-menu");
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      find("summary", menu).focus();
    }
  });

  // Search: its script and index are fetched once, when someone is about to search.
  const search = find(".hub-search");
  const status = find("[role=status]", search);
  const wake = () => import("./search.js").catch(() => { status.textContent = status.dataset.broken; });
  const open = find("[data-hub=find]"); // the search field of the home page
  open?.addEventListener("focusin", wake);
  open?.addEventListener("submit", (event) => {
    event.preventDefault();
    wake();
    search.showModal();
    const field = find("input", search);
    field.value = find("input", open).value;
    field.dispatchEvent(new InputEvent("input"));
  });
  for (const button of document.querySelectorAll("[data-hub=search]")) {
    for (const sign of ["pointerenter", "focus", "click"]) button.addEventListener(sign, wake);
    button.addEventListener("click", () => {
      button.focus(); // for Safari, which does not focus clicked buttons
      search.showModal();
    });
  }
  if (find("[data-hub=search-page]")) wake();
  // The key "/" opens the search, unless the visitor has turned this off on the page of the search (WCAG 2.1.4).
  const slash = find("[data-hub=search-key]");
  const isSlashOff = () => { try { return localStorage.getItem("hub-search-key") === "off"; } catch { return false; } };
  if (slash) {
    slash.checked = !isSlashOff();
    slash.addEventListener("change", () => {
      try { localStorage.setItem("hub-search-key", slash.checked ? "on" : "off"); } catch { /* The choice is not remembered. */ }
    });
  }
  addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping || search.open || isSlashOff()) return;
    event.preventDefault();
    find("[data-hub=search]").click();
  });
  const closeSearch = () => search.close(); // the browser gives the focus back to where it was
  find("[data-hub=search-close]").addEventListener("click", closeSearch);
  find("form", search).addEventListener("submit", (event) => event.preventDefault());
  search.addEventListener("click", (event) => { if (event.target === search) closeSearch(); });
  search.addEventListener("keydown", (event) => { // in the field, the first Escape only clears the text in a browser
    if (event.key === "Escape") closeSearch();
  });

  // A form for a proposal has its own script. If it does not load, the page shows the ways without a script.
  const proposal = find("[data-hub=propose]");
  if (proposal) {
    import("./propose.js").catch(() => {
      proposal.hidden = true;
      proposal.nextElementSibling.classList.remove("hub-no-js");
    });
  }

  // A folded part opens if its address is opened.
  const unfold = () => {
    const fold = document.getElementById(location.hash.slice(1))?.closest("details");
    if (fold) fold.open = true;
  };
  addEventListener("hashchange", unfold);
  unfold();

  // Filters: each field's name is the data attribute that it filters by. Rows that do not match are hidden, and so are
  // empty months.
  for (const form of document.querySelectorAll(".hub-filter")) {
    const scope = form.parentElement;
    const rows = [...scope.querySelectorAll("[data-kind]")].filter((row) => !row.hidden);
    const count = find(".hub-filter__count", form);
    const on = find(".hub-filter__on", form);
    const selects = [...form.querySelectorAll("select")];

    const matches = (row) =>
      selects.every(({ name, value }) => !value || (row.dataset[name] || "").split(" ").includes(value));

    const apply = () => {
      for (const row of rows) row.hidden = !matches(row);
      for (const month of scope.querySelectorAll(".hub-month")) {
        month.hidden = !find("[data-kind]:not([hidden])", month);
      }
      const shown = rows.filter((row) => !row.hidden).length;
      const { some, none } = count.dataset;
      count.textContent = shown ? filled(some, { shown, total: rows.length }) : none;
      on.hidden = Boolean(shown);
      const query = new URLSearchParams(selects.filter(({ value }) => value).map(({ name, value }) => [name, value]));
      history.replaceState(null, "", query.size ? `?${query}` : location.pathname + location.hash);
    };

    const wanted = new URLSearchParams(location.search);
    for (const select of selects) {
      const value = wanted.get(select.name);
      if (value && [...select.options].some((option) => option.value === value)) select.value = value;
    }
    form.addEventListener("change", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    if (selects.some(({ value }) => value)) apply();
  }

  // Choosing calendars: only the addresses of checked calendars are shown and collected. A browser may restore checked
  // boxes when a visitor returns.
  for (const form of document.querySelectorAll(".hub-choose")) {
    const result = find("textarea", form);
    const count = find(".hub-choose__count", form);
    const copy = find(".hub-copy", form);
    const apply = () => {
      const addresses = [];
      for (const choice of form.querySelectorAll(".hub-choice")) {
        const address = find(".hub-choice__address", choice);
        address.hidden = !find("input", choice).checked;
        if (!address.hidden) addresses.push(address.textContent);
      }
      result.value = addresses.join("\n");
      copy.disabled = !addresses.length;
      const { some, none } = count.dataset;
      count.textContent = addresses.length ? filled(some, { number: addresses.length }) : none;
    };
    form.addEventListener("change", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("pageshow", apply);
    apply();
  }

  // Copy buttons: each copies the field beside it and says so, on the button and to screen readers.
  const said = find("[data-hub=said]");
  for (const button of document.querySelectorAll(".hub-copy")) {
    const field = find(".hub-copy__text", button.parentElement);
    const label = button.firstChild;
    const usual = label.textContent;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        field.select();
        document.execCommand("copy");
      }
      label.textContent = said.textContent = said.dataset.copied;
      setTimeout(() => { label.textContent = usual; said.textContent = ""; }, 3000);
    });
  }
})();

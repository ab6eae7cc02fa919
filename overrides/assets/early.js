/* Runs before the page is painted, so that nothing jumps or flashes. It tells styles that scripts work, and sets the
   chosen colors. */
(() => {
  const root = document.documentElement;
  root.classList.replace("no-js", "js");
  try {
    const scheme = localStorage.getItem("hub-scheme");
    if (scheme === "light" || scheme === "dark") root.dataset.scheme = scheme;
  } catch { /* Storage is blocked, for example in a frame. The device's own colors are used. */ }

  // Dates that have passed since the build disappear while the page loads, so that nothing jumps. "Today" moves to the
  // present day in the site's time zone.
  const zone = document.currentScript.dataset.zone;
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format();
  const read = new WeakSet();
  const shown = new Set();
  const moving = []; // cards to move to another section after the page has loaded
  const freshen = () => {
    for (const element of document.querySelectorAll("[data-over], [data-day], .hub-first")) {
      if (read.has(element)) continue;
      read.add(element);
      const { over, moveTo, day, series } = element.dataset;
      if (over && Date.parse(over) <= Date.now()) {
        if (moveTo) moving.push(element);
        else element.remove();
        continue;
      }
      // A series is one line with its next date. A changed date always has its own line.
      if (series) { element.hidden = shown.has(series) && !("own" in element.dataset); shown.add(series); }
      if (element.className === "hub-first") element.hidden = Boolean(element.previousElementSibling);
      if (!day) continue;
      const [first, last = first] = day.split("/");
      const isToday = first <= today && today <= last;
      if (element.tagName !== "TD") element.hidden = !isToday;
      else if (isToday) element.setAttribute("aria-current", "date");
      else element.removeAttribute("aria-current");
    }
  };
  const reading = new MutationObserver(freshen);
  reading.observe(root, { childList: true, subtree: true });
  addEventListener("DOMContentLoaded", () => {
    freshen();
    reading.disconnect();
    for (const card of moving) {
      const part = document.querySelector(`[data-hub=${card.dataset.moveTo}]`);
      const list = part.querySelector("ul") ?? part.appendChild(document.createElement("ul"));
      list.className = "hub-cards";
      list.append(card);
    }
  });
})();

/* Runs before the page is painted, so that nothing jumps or flashes: scripts work here, and these colors were chosen. */
(() => {
  const root = document.documentElement;
  root.classList.replace("no-js", "js");
  try {
    const scheme = localStorage.getItem("hub-scheme");
    if (scheme === "light" || scheme === "dark") root.dataset.scheme = scheme;
  } catch { /* Storage is blocked, for example in a frame: the device's own colors are used. */ }

  // The theme's script expects these; in the theme they are written into every page. Nothing is stored under them here.
  const scope = new URL("../", document.currentScript.src);
  Object.assign(window, {
    __md_scope: scope,
    __md_hash: (text) => [...text].reduce((sum, letter) => (sum << 5) - sum + letter.charCodeAt(0), 0),
    __md_get: (key, store, at = scope) => {
      try { return JSON.parse((store || localStorage).getItem(`${at.pathname}.${key}`)); } catch { return null; }
    },
    __md_set: (key, value, store, at = scope) => {
      try { (store || localStorage).setItem(`${at.pathname}.${key}`, JSON.stringify(value)); } catch { /* Not kept. */ }
    },
  });
})();

/* For pages that show embed/auto/?… of this site in frames. Each frame gets the height that it asks for, and nothing
   else. */
(() => {
  const site = new URL("../embed/auto/", document.currentScript.src).href;
  addEventListener("message", ({ data, source }) => {
    const height = data && data.affinityHubHeight;
    if (!(height > 0 && height < 20000)) return;
    for (const frame of document.querySelectorAll("iframe")) {
      if (frame.contentWindow === source && frame.src.startsWith(site)) frame.style.height = `${Math.ceil(height)}px`;
    }
  });
})();

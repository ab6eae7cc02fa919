// Checks HTML files with html-validate. In: paths of files as a JSON list. Out: a list of "file:line: rule: message".
import { readFileSync } from "node:fs";
import { HtmlValidate, StaticConfigLoader } from "html-validate";

// The presets for the HTML standard and for accessibility, with exceptions. The checker does not know yet that a link
// with rel="expect" may have the attribute `blocking`, too.
const BLOCKING = ["stylesheet", "preload", "modulepreload", "expect"];
const blocking = { allowed: (link) => BLOCKING.includes(link.getAttribute("rel")) ? null : "with another rel" };
const checker = new HtmlValidate(new StaticConfigLoader({
  root: true,
  elements: ["html5", { link: { attributes: { blocking } } }],
  extends: ["html-validate:standard", "html-validate:a11y"],
  // Forms here send nothing: filters, the choice of calendars, and the search react at once to typed or chosen values.
  // The rows of a month sheet are grids, and some browsers then need the roles of a table in words.
  rules: { "wcag/h32": "off", "no-redundant-role": "off" },
}));
const faults = [];
for (const path of JSON.parse(readFileSync(0, "utf-8"))) {
  const report = await checker.validateFile(path);
  for (const { messages } of report.results) {
    for (const { line, ruleId, message } of messages) faults.push(`${path}:${line}: ${ruleId}: ${message}`);
  }
}
process.stdout.write(JSON.stringify(faults));

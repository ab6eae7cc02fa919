// Expands calendars with node-ical, the reader inside many dashboards, in the zone that the variable TZ names.
// In: {"from": "2020-01-01", "stop": "2034-01-01", "feeds": [text, ...]} as JSON. Out: for each feed, its [start, end].
import { readFileSync } from "node:fs";
import ical from "node-ical";

const two = (number) => `${number}`.padStart(2, "0");
const local = (at) => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;

const { from, stop, feeds } = JSON.parse(readFileSync(0, "utf8"));
const range = { from: new Date(from), to: new Date(stop) };
const dates = (text) => Object.values(ical.sync.parseICS(text)).filter((one) => one.type === "VEVENT")
  .flatMap((event) => (event.rrule ? ical.expandRecurringEvent(event, range) : [event]))
  .map(({ start, end }) => [local(start), local(end)]);
process.stdout.write(JSON.stringify(feeds.map(dates)));

// Reads local times in the zones that calendars describe, with ical.js, the reader inside Thunderbird and Nextcloud.
// In: [{"zone": a VTIMEZONE, "times": ["2026-09-10T16:00:00", ...]}, ...] as JSON. Out: for each time, its seconds
// since 1970.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const instants = ({ zone, times }) => {
  const component = new ICAL.Component(ICAL.parse(`BEGIN:VCALENDAR\r\n${zone}END:VCALENDAR\r\n`));
  const place = new ICAL.Timezone(component.getFirstSubcomponent("vtimezone"));
  return times.map((text) => {
    const time = ICAL.Time.fromDateTimeString(text);
    time.zone = place;
    return time.toUnixTime();
  });
};

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(instants)));

import { useEffect, useState } from "react";
import { Temporal } from "temporal-polyfill";

/** The present, told again at the turn of each minute. */
export function useNow(): Temporal.Instant {
  const [now, setNow] = useState(() => Temporal.Now.instant());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const wait = () => {
      timer = setTimeout(
        () => {
          setNow(Temporal.Now.instant());
          wait();
        },
        60_000 - (Date.now() % 60_000) + 20,
      );
    };
    wait();
    return () => clearTimeout(timer);
  }, []);
  return now;
}

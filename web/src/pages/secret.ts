import { useEffect, useState } from "react";

/**
 * The secret of a one-time link, after the # so that it never reaches a log. It is taken out of the address bar
 * at once: a shared screen or a copied address does not give it away.
 */
export function useLinkSecret(): string {
  const [secret] = useState(() => decodeURIComponent(location.hash.replace(/^#/, "")));
  useEffect(() => {
    if (location.hash) {
      history.replaceState(history.state, "", location.pathname + location.search);
    }
  }, []);
  return secret;
}

import "./theme/mantine.css";
import "./theme/fonts.css";
import "./theme/tokens.css";
import "./theme/base.css";
import { MantineProvider } from "@mantine/core";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { beforeProblem } from "./api/client";
import { asProblem } from "./api/problem";
import { startWords, words } from "./i18n/i18n";
import { makeRouter } from "./router";
import { cssVariables, theme } from "./theme/mantine";

const client = new QueryClient({
  queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
  mutationCache: new MutationCache({ onError: leaveWhenSignedOut }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) => {
        const { status } = asProblem(error);
        return count < 2 && (status === 0 || status >= 500);
      },
    },
  },
});

const router = makeRouter(client);

/** A session that ended elsewhere: the next refused request leads to the sign-in page, and back. */
function leaveWhenSignedOut(error: unknown) {
  const here = router.state.location;
  if (asProblem(error).status === 401 && here.pathname.startsWith("/w/")) {
    client.removeQueries({ queryKey: ["me"] });
    void router.navigate({ to: "/sign-in", search: { from: here.href } });
  }
}

await startWords();
beforeProblem.run = words("errors");

const place = document.getElementById("root");
if (!place) {
  throw new Error("index.html has no #root");
}
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
        <Suspense>
          <RouterProvider router={router} />
        </Suspense>
      </MantineProvider>
    </QueryClientProvider>
  </StrictMode>,
);

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { beat, leave } from "@/queries/editorial";

/** Beats live 15 s: one every 10 s keeps a person there. */
const every = 10_000;

/** The other people who have this post open, and our own beat among them. */
export function usePresence(
  workspace: string,
  post: string | undefined,
  me: string,
  field: string,
): string[] {
  const { data } = useQuery({
    queryKey: ["presence", workspace, post],
    queryFn: () => beat(workspace, post ?? "", field),
    enabled: post !== undefined,
    refetchInterval: every,
    retry: false,
  });
  useEffect(() => {
    if (!post) return;
    return () => {
      leave(workspace, post).catch(() => undefined);
    };
  }, [workspace, post]);
  const others = data?.map((one) => one.user).filter((user) => user !== me) ?? [];
  return [...new Set(others)];
}

import { Skeleton } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { ErrorPanel } from "./ErrorPanel";

interface Props<T> {
  of: UseQueryResult<T>;
  children: (data: T) => React.ReactNode;
  /** Height of the bones while it loads. */
  height?: number;
}

/** The three states of something read from the server: bones, an error in place, the thing. */
export function Query<T>({ of, children, height = 120 }: Props<T>) {
  if (of.data !== undefined) {
    return <>{children(of.data)}</>;
  }
  if (of.error) {
    return (
      <div style={{ padding: "0 16px 16px" }}>
        <ErrorPanel error={of.error} onRetry={() => of.refetch()} />
      </div>
    );
  }
  return <Skeleton height={height} mx={16} mb={16} w="auto" />;
}

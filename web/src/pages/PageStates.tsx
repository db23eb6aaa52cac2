import { Button, Skeleton } from "@mantine/core";
import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/EmptyState";
import { ErrorPanel } from "@/components/ErrorPanel";

/** A page that takes over 300 ms: bones in the shape of what comes. */
export function PageWaiting() {
  const { t } = useTranslation();
  return (
    <div className="pv-page" aria-busy="true">
      <span className="pv-sr" role="status">
        {t("loading")}
      </span>
      <Skeleton height={32} width={260} mt={8} />
      <Skeleton height={96} />
      <Skeleton height={240} />
    </div>
  );
}

/** A page that could not be shown at all. */
export function PageError({ error }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  return (
    <div className="pv-page" style={{ maxWidth: 640 }}>
      <ErrorPanel error={error} title={t("pageFailed")} onRetry={() => router.invalidate()} />
    </div>
  );
}

/** An address that leads nowhere. */
export function PageMissing() {
  const { t } = useTranslation();
  return (
    <div className="pv-page" style={{ maxWidth: 640, margin: "10vh auto" }}>
      <EmptyState
        title={t("missing.title")}
        actions={
          <Button component={Link} to="/">
            {t("missing.home")}
          </Button>
        }
      >
        {t("missing.why")}
      </EmptyState>
    </div>
  );
}

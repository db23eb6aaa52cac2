/** The mark of Parvis: an arch on its paving. */
export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path fill="var(--pv-accent)" d="M5 15V9.5a7 7 0 0 1 14 0V15h-4.2V9.5a2.8 2.8 0 0 0-5.6 0V15z" />
      <path fill="var(--pv-accent)" opacity=".55" d="M4.2 16.6h15.6l.9 1.9H3.3z" />
      <path fill="var(--pv-accent)" d="M2.6 20h18.8l1 2H1.6z" />
    </svg>
  );
}

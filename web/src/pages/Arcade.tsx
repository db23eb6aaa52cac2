/** Where the light lands: three openings of the arcade, from left to right. */
const openings = [40, 270, 500];
const width = 180;
const top = 210; // where the arch starts to bend
const floor = 610; // foot of the wall

/** The square seen from under its arcade, in the morning: the only illustration of the application. */
export function Arcade({ className }: { className?: string }) {
  return (
    <svg className={className} viewBox="0 0 720 900" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <defs>
        <linearGradient id="arcade-sky" x1="0" y1="0" x2="0.4" y2="1">
          <stop offset="0" stopColor="#fbe3ac" />
          <stop offset="0.55" stopColor="#f3e4cb" />
          <stop offset="1" stopColor="#cfd6e6" />
        </linearGradient>
        <linearGradient id="arcade-wall" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#16227a" />
          <stop offset="1" stopColor="#2a3bbf" />
        </linearGradient>
        <linearGradient id="arcade-floor" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#a9a4bb" />
          <stop offset="1" stopColor="#7c7a9e" />
        </linearGradient>
      </defs>
      <rect width="720" height="900" fill="url(#arcade-sky)" />
      <circle cx="596" cy="300" r="46" fill="#fdf3d6" />
      <Square />
      <path d={wall()} fillRule="evenodd" fill="url(#arcade-wall)" />
      {openings.map((x) => (
        <path key={x} d={reveal(x)} fill="#7d8cff" opacity="0.75" />
      ))}
      <rect y={floor} width="720" height="290" fill="url(#arcade-floor)" />
      <Joints />
      {openings.map((x) => (
        <path key={x} d={light(x)} fill="#f4e0b0" />
      ))}
      <Passer x={392} y={742} scale={1.5} fill="#d99a2b" />
      <path d="M392 742 l-96 92 l-26 0 l106 -92z" fill="#3a4070" opacity="0.35" />
    </svg>
  );
}

/** What lies beyond the arches: hills, a far façade, paving running to the horizon, two people. */
function Square() {
  const horizon = 430;
  return (
    <>
      <path d="M0 400 L110 352 L190 392 L300 338 L420 396 L560 356 L720 402 V440 H0z" fill="#a9b4da" />
      <path d="M250 300 h210 v134 h-210z" fill="#e6d8b8" />
      <path d="M250 300 h210 v12 h-210z" fill="#cdbd97" />
      {[268, 304, 340, 376, 412].map((x) => (
        <path key={x} d={`M${x} 434 v-46 a14 14 0 0 1 28 0 v46z`} fill="#8a7c5c" opacity="0.6" />
      ))}
      <rect y={horizon} width="720" height={floor - horizon} fill="#efdfb9" />
      {[-520, -320, -160, -40, 60, 160, 260, 360, 460, 560, 660, 760, 880, 1040, 1240].map((x) => (
        <path key={x} d={`M360 ${horizon} L${x} ${floor}`} stroke="#cdbb90" strokeWidth="1.5" />
      ))}
      {[440, 454, 474, 504, 548].map((y) => (
        <path key={y} d={`M0 ${y} H720`} stroke="#cdbb90" strokeWidth="1.5" />
      ))}
      <path
        d="M118 520 l-54 40 l-12 0 l58 -40z M588 500 l-44 34 l-10 0 l48 -34z"
        fill="#8f8bb0"
        opacity="0.8"
      />
      <Passer x={120} y={520} scale={0.85} fill="#1c2a66" />
      <Passer x={590} y={500} scale={0.7} fill="#57534b" />
    </>
  );
}

/** The lines of the floor under the arcade, in the same perspective as the square. */
function Joints() {
  return (
    <g stroke="#6d6b8f" strokeWidth="1.5" opacity="0.7">
      {[-900, -500, -200, 0, 180, 360, 540, 720, 920, 1220, 1620].map((x) => (
        <path key={x} d={`M${360 + (x - 360) * 0.46} ${floor} L${x} 900`} />
      ))}
      {[640, 684, 744, 826].map((y) => (
        <path key={y} d={`M0 ${y} H720`} />
      ))}
    </g>
  );
}

function Passer({ x, y, scale, fill }: { x: number; y: number; scale: number; fill: string }) {
  return (
    <g transform={`translate(${x} ${y}) scale(${scale})`} fill={fill}>
      <circle cy="-62" r="9" />
      <path d="M-8 -48 q8 -7 16 0 L13 0 h-26z" />
    </g>
  );
}

/** The wall, with its three openings cut out. */
function wall(): string {
  return `M0 0 H720 V${floor} H0z ${openings.map((x) => arch(x, width)).join(" ")}`;
}

function arch(x: number, w: number): string {
  const r = w / 2;
  return `M${x} ${floor} V${top} a${r} ${r} 0 0 1 ${w} 0 V${floor}z`;
}

/** The lit thickness of the wall, on the left of an opening. */
function reveal(x: number): string {
  const r = width / 2;
  const deep = 20;
  return (
    `M${x} ${floor} V${top} a${r} ${r} 0 0 1 ${r} ${-r} ` + `a${r - 6} ${r} 0 0 0 ${deep - r} ${r} V${floor}z`
  );
}

/** The light an opening lays on the floor: the same arch, leaning to the left and nearer. */
function light(x: number): string {
  const lean = 150;
  const long = 150;
  const left = x - lean;
  return (
    `M${x + 20} ${floor} L${left} ${floor + long} ` +
    `q${-70} ${92} ${30} ${92} q${120} 0 ${170} ${-92} L${x + width} ${floor}z`
  );
}

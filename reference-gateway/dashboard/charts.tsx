/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * Charts, drawn on the server as SVG; the same numbers stand in a table below for those who do not see them.
 * @module
 */
import type { FC } from "hono/jsx";

export interface Bar {
  label: string;
  value: number;
  /** The part of it that failed. */
  failed?: number;
  /** As it is written beside the bar. */
  text: string;
}

const WIDTH = 640;
const HEIGHT = 180;
const FOOT = 24;
const HEAD = 14;

/** Columns in order of time. */
export const Columns: FC<{ title: string; bars: readonly Bar[] }> = ({ title, bars }) => {
  const top = Math.max(1e-12, ...bars.map(({ value }) => value));
  // A few days are drawn as a few days, not as broad as a month.
  const step = WIDTH / Math.max(10, bars.length);
  const height = (value: number) => ((HEIGHT - FOOT - HEAD) * value) / top;
  const every = Math.max(1, Math.ceil(bars.length / 8));
  return (
    <figure class="card">
      <figcaption>{title}</figcaption>
      <svg class="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={title}>
        <line x1="0" x2={WIDTH} y1={HEIGHT - FOOT} y2={HEIGHT - FOOT} />
        {bars.map(({ label, value, failed = 0, text }, index) => (
          <g>
            <title>{`${label}: ${text}`}</title>
            <rect
              class="bar"
              x={index * step + step * 0.1}
              width={step * 0.8}
              y={HEIGHT - FOOT - height(value)}
              height={height(value)}
            />
            <rect
              class="failed"
              x={index * step + step * 0.1}
              width={step * 0.8}
              y={HEIGHT - FOOT - height(failed)}
              height={height(failed)}
            />
            {index % every === 0 ? (
              <text x={index * step + step / 2} y={HEIGHT - 8} text-anchor="middle">
                {label}
              </text>
            ) : null}
          </g>
        ))}
      </svg>
    </figure>
  );
};

export interface Span {
  label: string;
  from: number;
  to: number;
  failed: boolean;
}

/** When each part of a request began and ended. */
export const Waterfall: FC<{ spans: readonly Span[]; total: number }> = ({ spans, total }) => {
  const scale = WIDTH / Math.max(1, total);
  return (
    <svg
      class="chart waterfall"
      viewBox={`0 0 ${WIDTH} ${spans.length * 24 + 4}`}
      role="img"
      aria-label="When each part of the request began and ended"
    >
      {spans.map(({ label, from, to, failed }, row) => (
        <g>
          <rect
            class={failed ? "failed" : undefined}
            x={from * scale}
            y={row * 24 + 4}
            width={Math.max(2, (to - from) * scale)}
            height="8"
            rx="2"
          />
          <text x="0" y={row * 24 + 22}>
            {label}
          </text>
        </g>
      ))}
    </svg>
  );
};

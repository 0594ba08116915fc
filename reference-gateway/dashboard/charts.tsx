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

/** About as wide as a chart is shown, so that its words have the size that they say. */
const WIDTH = 360;
const HEIGHT = 150;
const FOOT = 22;
const HEAD = 20;

/** A few days are drawn as a few days, not as broad as a month. */
const stepOf = (count: number): number => WIDTH / Math.max(10, count);

/** Some of the labels below a chart, as many as have room. */
const Labels: FC<{ labels: readonly string[] }> = ({ labels }) => {
  const step = stepOf(labels.length);
  const every = Math.max(1, Math.ceil(labels.length / 6));
  return (
    <>
      {labels.map((label, index) =>
        index % every === 0 ? (
          <text x={Math.round(index * step)} y={HEIGHT - 6}>
            {label}
          </text>
        ) : null,
      )}
    </>
  );
};

/** The lines behind a chart, and what its top stands for. */
const Frame: FC<{ top: string }> = ({ top }) => (
  <>
    <line x1="0" x2={WIDTH} y1={HEAD} y2={HEAD} class="faint" />
    <line x1="0" x2={WIDTH} y1={HEIGHT - FOOT} y2={HEIGHT - FOOT} />
    <text x={WIDTH} y={HEAD - 6} text-anchor="end">
      {top}
    </text>
  </>
);

export interface ColumnsProps {
  title: string;
  bars: readonly Bar[];
  /** What the highest column stands for. */
  top: string;
  /** The value of the chart's height where it is not the highest column's. */
  full?: number;
  /** A chart of what went wrong. */
  bad?: boolean;
}

const tenth = (value: number): string => value.toFixed(1);

/** Columns in order of time. */
export const Columns: FC<ColumnsProps> = ({ title, bars, top, full, bad = false }) => {
  const highest = full ?? Math.max(1e-12, ...bars.map(({ value }) => value));
  const step = stepOf(bars.length);
  const height = (value: number) => ((HEIGHT - FOOT - HEAD) * value) / highest;
  const column = (index: number, value: number, style: string) =>
    value === 0 ? null : (
      <rect
        class={style}
        x={tenth(index * step + step * 0.12)}
        width={tenth(step * 0.76)}
        y={tenth(HEIGHT - FOOT - height(value))}
        height={tenth(height(value))}
        rx="1.5"
      />
    );
  return (
    <figure class="card">
      <figcaption>{title}</figcaption>
      <svg class="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={title}>
        <Frame top={top} />
        {bars.map(({ label, value, failed = 0, text }, index) => (
          <g>
            <title>{`${label}: ${text}`}</title>
            {column(index, value, bad ? "failed" : "bar")}
            {column(index, failed, "failed")}
          </g>
        ))}
        <Labels labels={bars.map(({ label }) => label)} />
      </svg>
    </figure>
  );
};

export interface Series {
  name: string;
  /** One for each label; `null` where nothing was measured. */
  values: readonly (number | null)[];
}

/** Values over time, several at once; where nothing was measured a line has a gap. */
export const Lines: FC<{
  title: string;
  labels: readonly string[];
  series: readonly Series[];
  top: string;
  text: (value: number) => string;
}> = ({ title, labels, series, top, text }) => {
  const highest = Math.max(1e-12, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const step = stepOf(labels.length);
  const place = (value: number, index: number): [string, string] => [
    tenth(index * step + step / 2),
    tenth(HEIGHT - FOOT - ((HEIGHT - FOOT - HEAD) * value) / highest),
  ];
  const path = (values: Series["values"]): string =>
    values
      .map((value, index) => {
        if (value === null) return "";
        const isFirst = index === 0 || values[index - 1] === null;
        return `${isFirst ? "M" : "L"}${place(value, index).join(" ")}`;
      })
      .join("");
  return (
    <figure class="card">
      <figcaption>
        {title}
        {series.map(({ name }, index) => (
          <span class="key">
            <svg viewBox="0 0 16 8" aria-hidden="true" focusable="false">
              <path class={`line l${index}`} d="M0 4L16 4" />
            </svg>
            {name}
          </span>
        ))}
      </figcaption>
      <svg class="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={title}>
        <Frame top={top} />
        {series.map(({ name, values }, number) => (
          <g>
            <path class={`line l${number}`} d={path(values)} />
            {values.map((value, index) => {
              if (value === null) return null;
              const [x, y] = place(value, index);
              return (
                <circle class={`point l${number}`} cx={x} cy={y} r="2.2">
                  <title>{`${labels[index]}: ${name} ${text(value)}`}</title>
                </circle>
              );
            })}
          </g>
        ))}
        <Labels labels={labels} />
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

/** A row of the waterfall: its words, then its bar. */
const ROW = 34;

/** When each part of a request began and ended. */
export const Waterfall: FC<{ spans: readonly Span[]; total: number }> = ({ spans, total }) => {
  const scale = WIDTH / Math.max(1, total);
  return (
    <svg
      class="chart waterfall"
      viewBox={`0 0 ${WIDTH} ${spans.length * ROW + 4}`}
      role="img"
      aria-label="When each part of the request began and ended"
    >
      {spans.map(({ label, from, to, failed }, row) => (
        <g>
          <text x="0" y={row * ROW + 12}>
            {label}
          </text>
          <rect class="track" x="0" y={row * ROW + 18} width={WIDTH} height="8" rx="4" />
          <rect
            class={failed ? "failed" : "bar"}
            x={tenth(from * scale)}
            y={row * ROW + 18}
            width={tenth(Math.max(4, (to - from) * scale))}
            height="8"
            rx="4"
          />
        </g>
      ))}
    </svg>
  );
};

// Draws each <figure data-chart> from the HTML table it names: the table is
// the source, the chart a second look at it. Nothing is fetched but outlines.
import { BarChart, LineChart, MapChart } from "echarts/charts";
import { AriaComponent, GeoComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

echarts.use([BarChart, LineChart, MapChart, AriaComponent, GeoComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent, SVGRenderer]);

const rtl = document.documentElement.dir === "rtl";
const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 });
// French digits are grouped on the server as on the page: narrow no-break space.
const write = (n) => (n === null || Number.isNaN(n) ? "–" : document.documentElement.lang === "fr-MA" ? new Intl.NumberFormat("fr-FR").format(n) : number.format(n));

const colours = ["#0b6e4f", "#9dc3b4", "#5a6b64", "#c9a227", "#2f4858", "#b5651d"];
const ink = "#333d39";
const font = { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 13, color: ink };

// tableData reads the rows (label, code, values) and the heads of the columns
// asked for. Totals stay in the table only.
function tableData(figure) {
  const table = document.querySelector(figure.dataset.table);
  const columns = figure.dataset.columns.split(",").map(Number);
  const heads = [...table.tHead.rows[table.tHead.rows.length - 1].cells].map((cell) => cell.textContent.trim());
  const rows = [...table.tBodies[0].rows].filter((row) => !("total" in row.dataset));
  return {
    series: columns.map((column) => heads[column - 1]),
    rows: rows.map((row) => ({
      label: row.cells[0].textContent.trim(),
      code: row.dataset.code,
      values: columns.map((column) => cellValue(row.cells[column - 1])),
    })),
  };
}

// A cell without data-value (suppressed, not applicable) is a gap, never zero.
function cellValue(cell) {
  const value = cell?.dataset.value;
  return value === undefined || value === "" ? null : Number(value) / Number(cell.dataset.scale ?? 1);
}

const legend = (names) => ({
  show: names.length > 1,
  top: 0,
  [rtl ? "right" : "left"]: 8,
  align: rtl ? "right" : "left",
  data: rtl ? [...names].reverse() : names, // a legend is laid from left to right
  textStyle: font,
  itemGap: 18,
});

const valueAxis = (inverse) => ({
  type: "value",
  inverse,
  axisLabel: { ...font, fontSize: 12, formatter: write, hideOverlap: true },
  splitLine: { lineStyle: { color: "#e3e8e6" } },
});

const tooltip = { trigger: "axis", axisPointer: { type: "shadow" }, valueFormatter: write, textStyle: font, confine: true, extraCssText: `direction:${rtl ? "rtl" : "ltr"};text-align:start` };

function bar({ series, rows }) {
  return {
    color: colours,
    legend: legend(series),
    tooltip,
    grid: { top: series.length > 1 ? 36 : 8, bottom: 8, left: 8, right: 8, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: valueAxis(rtl),
    yAxis: {
      type: "category",
      inverse: true,
      position: rtl ? "right" : "left",
      data: rows.map((row) => row.label),
      axisLabel: { ...font, width: 150, overflow: "break" },
      axisTick: { show: false },
    },
    series: series.map((name, i) => ({ type: "bar", name, data: rows.map((row) => row.values[i]), barMaxWidth: 18, barGap: "10%" })),
  };
}

// Time runs as the page is read: from the right in Arabic, like the table.
function line({ series, rows }) {
  return {
    color: colours,
    legend: legend(series),
    tooltip: { ...tooltip, axisPointer: { type: "line" } },
    grid: { top: series.length > 1 ? 40 : 16, bottom: 8, left: 12, right: 12, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: { type: "category", inverse: rtl, data: rows.map((row) => row.label), axisLabel: font, axisTick: { show: false } },
    yAxis: { ...valueAxis(false), position: rtl ? "right" : "left" },
    series: series.map((name, i) => ({ type: "line", name, data: rows.map((row) => row.values[i]), symbolSize: 7, lineStyle: { width: 2.5 }, connectNulls: false })),
  };
}

async function map(data, figure) {
  const kind = figure.dataset.map;
  if (!echarts.getMap(kind)) echarts.registerMap(kind, await (await fetch(figure.dataset.outlines)).json());
  const labels = new Map(data.rows.map((row) => [row.code, row.label]));
  const values = data.rows.map((row) => row.values[0]).filter((value) => value !== null);
  return {
    tooltip: { ...tooltip, trigger: "item", formatter: ({ name, value }) => `${escaped(labels.get(name) ?? "")}<br><strong>${write(value ?? null)}</strong>` },
    visualMap: {
      min: Math.min(0, ...values),
      max: Math.max(1, ...values),
      text: [figure.dataset.more, figure.dataset.less],
      textStyle: font,
      itemHeight: 110,
      itemWidth: 12,
      right: 8, // where the outlines leave room: the country does not turn round with the writing
      bottom: 8,
      inRange: { color: ["#e3f0ea", "#9dc3b4", "#0b6e4f"] },
    },
    series: [{
      type: "map",
      map: kind,
      nameProperty: "code",
      top: 8,
      bottom: 8,
      aspectScale: 0.86, // the width of a degree at 30° north
      data: data.rows.filter((row) => row.code && row.values[0] !== null).map((row) => ({ name: row.code, value: row.values[0] })),
      itemStyle: { areaColor: "#f4f6f5", borderColor: "#fff", borderWidth: 0.8 },
      emphasis: { label: { show: false }, itemStyle: { areaColor: "#c9a227" } },
      selectedMode: false,
    }],
  };
}

function escaped(text) {
  const holder = document.createElement("span");
  holder.textContent = text;
  return holder.innerHTML;
}

const kinds = { bar, line, map };

async function draw(figure) {
  const data = tableData(figure);
  const canvas = figure.querySelector("[data-canvas]");
  canvas.hidden = false;
  if (figure.dataset.chart === "bar") canvas.style.height = `${Math.max(180, data.rows.length * (12 + 14 * data.series.length) + 60)}px`;
  const chart = echarts.init(canvas, null, { renderer: "svg" });
  const options = await kinds[figure.dataset.chart](data, figure);
  chart.setOption({ animation: false, aria: { enabled: false }, textStyle: font, ...options });
  new ResizeObserver(() => chart.resize()).observe(canvas);
  window.addEventListener("beforeprint", () => chart.resize());
  figure.dataset.drawn = "1";
}

// A chart that fails leaves its table, which says the same; the figure hides.
async function drawAll(root) {
  await document.fonts.ready;
  for (const figure of root.querySelectorAll("figure[data-chart]:not([data-drawn])")) {
    draw(figure).catch((error) => {
      figure.hidden = true;
      console.error(error);
    });
  }
}

drawAll(document);
document.addEventListener("htmx:after:swap", (event) => drawAll(event.target));

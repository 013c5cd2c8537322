"""The style sheet of the HTML report: the program's colours and type, light, dark and on paper."""

from __future__ import annotations

_LIGHT = {
    "background": "#f6f5f2",
    "pane": "#fffefb",
    "ink": "#1d1f23",
    "soft": "#5c6068",
    "faint": "#676b73",
    "line": "#e4e1da",
    "accent": "#3b4cca",
    "mark": "#fff0b8",
    "contradicts": "#b3261e",
    "contradicts-paper": "#fbe9e6",
    "agrees": "#0b6e62",
    "agrees-paper": "#e3f3ef",
    "repeats": "#6a5a00",
    "repeats-paper": "#f5eecb",
    "related": "#4b5563",
    "related-paper": "#eceef1",
}
_DARK = {
    "background": "#16181c",
    "pane": "#1d2025",
    "ink": "#e8e6e1",
    "soft": "#a9adb5",
    "faint": "#969ba4",
    "line": "#2d3138",
    "accent": "#8ea0ff",
    "mark": "#5a4a10",
    "contradicts": "#ff8a7a",
    "contradicts-paper": "#3a1d1a",
    "agrees": "#5fd0bf",
    "agrees-paper": "#17322e",
    "repeats": "#e2c85a",
    "repeats-paper": "#332d12",
    "related": "#b3bac4",
    "related-paper": "#2a2e35",
}

_RULES = """
* { box-sizing: border-box; margin: 0; padding: 0; }
html { background: var(--background); color: var(--ink); color-scheme: light dark; }
body { font: 13px/1.5 Inter, "Noto Sans", system-ui, sans-serif; max-width: 1180px; margin: 0 auto;
  padding: 40px 32px 80px; overflow-wrap: break-word; }
a { color: inherit; text-decoration: none; }
a:hover, a:focus-visible { color: var(--accent); text-decoration: underline; }
h1, h2, h3, .text, blockquote { font-family: "Noto Serif", "Source Serif 4", Georgia, serif; }
h1 { font-size: 26px; line-height: 1.3; font-weight: 600; }
h2 { font-size: 22px; line-height: 1.3; font-weight: 600; }
h3 { font-size: 16px; line-height: 1.4; font-weight: 600; margin: 28px 0 10px; }
.soft { color: var(--soft); }
.faint { color: var(--faint); font-size: 12px; }
.hash { font-family: "Noto Sans Mono", ui-monospace, monospace; font-size: 11px; }

.sources { list-style: none; margin: 24px 0 0; border-top: 1px solid var(--line); }
.sources li { display: flex; flex-wrap: wrap; gap: 2px 16px; align-items: baseline; padding: 9px 0;
  border-bottom: 1px solid var(--line); color: var(--soft); }
.sources .name { flex: 1 1 320px; font-weight: 550; color: var(--ink); }
.sources .count { width: 104px; }
.sources .count:last-child { text-align: right; }
.skipped { margin-top: 24px; }
.skipped h2 { font-size: 16px; }
.skipped ul { list-style: none; margin-top: 4px; color: var(--soft); }

.source { margin-top: 56px; }
.source > header { margin-bottom: 20px; }
.passage { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 8px 36px;
  padding: 22px 0; border-top: 1px solid var(--line); }
.passage:target .text { box-shadow: -15px 0 0 -12px var(--accent); }
.own { align-self: start; position: sticky; top: 12px; }
.own .text { margin-top: 2px; font-size: 16px; line-height: 1.6; max-width: 66ch; }
.matches { list-style: none; margin-top: 8px; }
.match { background: var(--pane); border: 1px solid var(--line); border-radius: 10px; padding: 11px 13px;
  margin-bottom: 10px; }
.head { display: flex; flex-wrap: wrap; gap: 2px 9px; align-items: baseline; }
.head .title { flex: 1 1 200px; font-weight: 550; }
.rank { color: var(--faint); font-size: 12px; min-width: 1.2em; }
.tag { font-size: 12px; font-weight: 600; border-radius: 5px; padding: 1px 8px; white-space: nowrap; }
blockquote { font-size: 14.5px; line-height: 1.5; margin: 6px 0; }
.foot { display: flex; flex-wrap: wrap; gap: 2px 14px; justify-content: space-between; color: var(--soft);
  font-size: 12px; }
.foot .closeness { margin-left: auto; white-space: nowrap; }
header + .finding { margin-top: 28px; }
.finding { padding: 22px 0; border-top: 1px solid var(--line); }
.finding .head { align-items: center; }
.verdict { font-size: 12px; font-weight: 600; border-radius: 5px; padding: 1px 8px; white-space: nowrap;
  background: var(--accent); color: var(--pane); }
.note { margin-top: 8px; max-width: 80ch; }
.pair { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 8px 36px;
  margin: 12px 0 4px; }
.none { color: var(--soft); }
u { text-decoration: underline 2px; text-underline-offset: 3px; text-decoration-skip-ink: none; }
mark { background: var(--mark); color: var(--ink); padding: 0 2px; border-radius: 3px; }
summary { color: var(--soft); font-size: 12px; cursor: pointer; padding: 2px 0 10px; }
summary:hover, summary:focus-visible { color: var(--accent); }

@media (max-width: 800px) {
  body { padding: 24px 16px 48px; }
  .passage, .pair { grid-template-columns: minmax(0, 1fr); }
  .own { position: static; }
  .sources .name { flex-basis: 100%; }
  .sources .count { width: auto; }
  .sources .count:empty { display: none; }
}
@media print {
  @page { margin: 16mm; }
  html { background: none; }
  body { max-width: none; padding: 0; font-size: 9pt; }
  .passage { gap: 6px 20px; }
  .own { position: static; }
  .own .text { font-size: 10.5pt; line-height: 1.5; }
  blockquote { font-size: 9.5pt; }
  .match, .head, .sources li, .finding { break-inside: avoid; }
  h2, h3, .source > header { break-after: avoid; }
  .match { border-radius: 0; border-width: 0 0 1px; background: none; padding: 4px 0 8px; }
  .tag, .verdict, mark { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  details::details-content { content-visibility: visible; display: block; block-size: auto; }
}
"""


def _variables(colours: dict[str, str]) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in colours.items())


def style_sheet() -> str:
    """The whole style sheet. Dark colours are for screens only: paper is light."""
    relations = "".join(
        f".tag.{name} {{ color: var(--{name}); background: var(--{name}-paper); }}\n"
        f".sign.{name} {{ color: var(--{name}); }}\n"
        f"u.{name} {{ text-decoration-color: var(--{name}); }}\n"
        for name in ("contradicts", "agrees", "repeats", "related")
    )
    return (
        f":root {{ {_variables(_LIGHT)} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {_variables(_DARK)} }} }}\n"
        f"{_RULES}{relations}"
    )

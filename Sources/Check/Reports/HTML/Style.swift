extension HTML {
  /// Both themes have a contrast of at least 4.5:1 for text; a colour never says anything alone.
  static let style: StaticString = """
    :root{--fg:#1b1f24;--bg:#fff;--dim:#57606a;--line:#d0d7de;--soft:#f6f8fa;--bad:#b3261e;--badsoft:#fdf0ef;
    --err:#8a4600;--errsoft:#fff4e5;--good:#11632a;--in:#0550ae;--out:#6639ba;--setup:#8c6d1f;--wait:#9fb8d8}
    @media(prefers-color-scheme:dark){:root{--fg:#e6edf3;--bg:#0d1117;--dim:#9da7b3;--line:#30363d;--soft:#161b22;
    --bad:#ff8b82;--badsoft:#2d1517;--err:#f0b36b;--errsoft:#2b2010;--good:#56d364;--in:#79c0ff;--out:#d2a8ff;
    --setup:#d4b04c;--wait:#3c5a80}}
    *{box-sizing:border-box}
    body{margin:0 auto;max-width:72rem;padding:1.5rem 1rem 4rem;color:var(--fg);background:var(--bg);
    font:15px/1.5 system-ui,sans-serif}
    h1{font-size:1.7rem;line-height:1.2;margin:0 0 .5rem}
    h2{font-size:1.1rem;margin:1.5rem 0 .5rem}
    h3,h4{font-size:1rem;margin:0}
    summary{cursor:pointer}
    summary h2,summary h3{display:inline;font-size:1rem}
    a{color:inherit}
    a:hover{text-decoration-thickness:2px}
    code,pre,.path,.why,.came,.asked,dd,.log,.entry h4{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:13px}
    pre,dd,.why,.came,.asked,.path,.entry h4,code{overflow-wrap:anywhere;unicode-bidi:isolate}
    pre{white-space:pre-wrap;margin:.4rem 0;padding:.5rem .7rem;background:var(--soft);border-radius:4px}
    .note,.folder,.up,.in,.legend{color:var(--dim)}
    .note,.up,.in,.legend{font-size:13px}
    header .note,.entry .note{margin:0}
    .symbols{position:absolute}
    .counts{margin:0 0 .3rem;font-size:1.1rem}
    .count,.badge{font-weight:600;white-space:nowrap}
    .count{margin-right:1rem}
    .passed.count,.passed.badge,.group .passed{color:var(--good)}
    .failed.count,.failed.badge{color:var(--bad)}
    .error.count,.error.badge{color:var(--err)}
    .skipped.count,.skipped.badge{color:var(--dim)}
    ol{list-style:none;margin:0;padding:0}
    ol.bad li{margin:0 0 .5rem;padding:.5rem .7rem;border-left:4px solid var(--bad);background:var(--badsoft)}
    ol.bad li.error{border-color:var(--err);background:var(--errsoft)}
    ol.bad .path,.asked{font-weight:700}
    ol.bad .members li{margin:0;padding:.1rem 0;border:0;background:none}
    ol.bad .members .path{font-weight:400}
    ol.bad .folder{font-weight:400}
    .came:before{content:"\\2192  "}
    ol.good li{padding:.1rem 0}
    ol.good .note{white-space:nowrap}
    .group>summary{margin:1rem 0 .3rem}
    .check{margin:.6rem 0;padding:.5rem .9rem;border:1px solid var(--line);border-left:4px solid var(--line);border-radius:4px}
    .check.failed{border-left-color:var(--bad)}
    .check.error{border-left-color:var(--err)}
    .check:target{outline:2px solid var(--in);outline-offset:2px}
    .check h3 .path{font-size:15px}
    .finding{margin:.8rem 0 .4rem}
    .failed .finding h4{color:var(--bad)}
    .error .finding h4{color:var(--err)}
    dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem .8rem;margin:.3rem 0}
    dt{color:var(--dim);font-size:13px}
    dd{margin:0;white-space:pre-wrap}
    .source{white-space:pre;overflow-x:auto}
    .number{display:inline-block;min-width:2.5em;padding-right:.8em;text-align:right;color:var(--dim);user-select:none}
    mark{color:inherit;background:var(--badsoft);font-weight:700}
    .error mark{background:var(--errsoft)}
    .caret{color:var(--bad);font-weight:700}
    .caret i{visibility:hidden;font-style:normal;user-select:none}
    .in{margin:.5rem 0 0}
    .log .s{color:var(--out)}
    .log .r{color:var(--in)}
    .log .e{color:var(--bad);font-weight:700}
    .log .n{color:var(--dim)}
    .error .caret{color:var(--err)}
    .log{margin:.4rem 0;padding:.5rem .7rem;background:var(--soft);border-radius:4px}
    .log li{padding-left:10ch;text-indent:-10ch;white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:isolate}
    .log li.n{text-indent:0}
    .drawing{margin:.8rem 0;padding:.4rem .8rem;border:1px solid var(--line);border-radius:4px}
    .timeline{display:block;overflow:visible;font:11px ui-monospace,Menlo,Consolas,monospace;fill:var(--fg)}
    .tick{fill:var(--dim)}
    .grid{stroke:var(--line);stroke-width:1}
    .axis{stroke:var(--dim);stroke-width:1}
    .label{paint-order:stroke;stroke:var(--bg);stroke-width:4px;stroke-linejoin:round}
    .whole{fill:var(--dim)}
    .edge{stroke:var(--in);stroke-width:2}
    .setup{fill:var(--setup)}
    .wait{fill:var(--wait);stroke:var(--in);stroke-width:1}
    .receive{fill:var(--in)}
    .open{fill:var(--dim)}
    .timeline .s{fill:var(--out)}
    .timeline .r{fill:var(--in)}
    .timeline .p{fill:var(--dim)}
    .timeline .x{fill:var(--fg)}
    .timeline .e{fill:var(--bad)}
    .finding[x1]{stroke:var(--bad);stroke-width:1.5;stroke-dasharray:5 3}
    .flag{fill:var(--bad);font-weight:700;paint-order:stroke;stroke:var(--bg);stroke-width:4px}
    .entry{margin:.8rem 0;padding-top:.5rem;border-top:1px solid var(--line)}
    .entry details{margin:.2rem 0}
    .up{margin:.5rem 0 0}
    @media(max-width:40rem){body{padding:1rem .6rem 3rem}.check{padding:.5rem .6rem}.drawing{padding:.4rem}}
    @media print{body{max-width:none;padding:0}.up{display:none}
    .legend::details-content,.group::details-content,.failed::details-content,.error::details-content,
    .failed details::details-content,.error details::details-content{content-visibility:visible;block-size:auto}
    .finding,.drawing,ol.bad li{break-inside:avoid}.source{white-space:pre-wrap}}

    """
}

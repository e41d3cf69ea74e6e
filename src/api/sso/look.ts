/** The product's look for pages without script. Served as a file, because the policy of these pages allows no style in them. */
export const LOOK = `
:root {
  color-scheme: light dark;
  --page: #f5f3ee; --card: #ffffff; --text: #1b2221; --soft: #545c5a; --line: #d9d6cf;
  --main: #115c54; --on-main: #ffffff; --field: #6b7371; --wrong: #a61b1b; --wrong-page: #fdf0ef; --focus: #f2b632;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #151b1a; --card: #1f2726; --text: #eef2f0; --soft: #b4bdba; --line: #3a4543;
    --main: #7fd0c4; --on-main: #0c2320; --field: #93a19d; --wrong: #ffb3ab; --wrong-page: #3a1f1d; --focus: #f2b632;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--text); font-size: 1.0625rem; line-height: 1.7;
  font-family: system-ui, -apple-system, 'Noto Sans TC', 'PingFang TC', 'Microsoft JhengHei', sans-serif;
}
a { color: var(--main); }
header { background: var(--card); border-top: 4px solid var(--main); border-bottom: 1px solid var(--line); }
header div, main, footer { max-width: 34rem; margin: 0 auto; padding: 0.75rem 1rem; }
header div { display: flex; align-items: center; gap: 0.75rem; }
header svg { width: 2rem; height: 2rem; flex: none; }
header strong { font-weight: 700; }
main { padding-top: 1.25rem; }
h1 { font-size: 1.6rem; line-height: 1.35; margin: 0.5rem 0 1rem; }
h2 { font-size: 1.15rem; margin: 1.25rem 0 0.25rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 0.75rem; padding: 1.25rem; margin: 1rem 0; }
label { display: block; font-weight: 700; }
.hint { color: var(--soft); font-size: 0.95rem; margin: 0 0 0.35rem; }
input[type='email'], input[type='password'], input[type='text'] {
  width: 100%; min-height: 2.9rem; padding: 0.4rem 0.75rem; margin-bottom: 1.1rem; font: inherit;
  color: var(--text); background: var(--card); border: 2px solid var(--field); border-radius: 0.6rem;
}
.choice { display: flex; gap: 0.75rem; align-items: flex-start; min-height: 2.75rem; padding: 0.4rem 0; font-weight: 400; }
.choice input { width: 1.4rem; height: 1.4rem; margin: 0.2rem 0 0; flex: none; accent-color: var(--main); }
button, .button {
  display: block; width: 100%; min-height: 2.9rem; padding: 0.5rem 1rem; margin: 0.75rem 0 0; font: inherit; font-weight: 700;
  text-align: center; text-decoration: none; border-radius: 0.6rem; border: 2px solid var(--main); cursor: pointer;
  background: var(--main); color: var(--on-main);
}
button.second, .button.second { background: transparent; color: var(--main); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.errors { border: 3px solid var(--wrong); background: var(--wrong-page); border-radius: 0.75rem; padding: 0.75rem 1rem; margin: 1rem 0; }
.errors h2 { margin-top: 0; color: var(--wrong); }
dl { margin: 0; } dt { font-weight: 700; margin-top: 0.75rem; } dd { margin: 0; }
table { border-collapse: collapse; width: 100%; } caption { text-align: start; font-weight: 700; padding-bottom: 0.4rem; }
th, td { text-align: start; padding: 0.45rem 0.5rem 0.45rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.sum { text-align: end; font-variant-numeric: tabular-nums; }
footer { color: var(--soft); font-size: 0.95rem; padding-bottom: 2.5rem; }
footer a, .way a { display: inline-block; min-height: 2.75rem; padding: 0.5rem 0.5rem 0.5rem 0; }
.skip { position: absolute; inset-inline-start: -999rem; } .skip:focus { position: static; display: inline-block; padding: 0.75rem; }
@media (prefers-reduced-motion: no-preference) { button, .button { transition: opacity 0.1s; } }
button:hover, .button:hover { opacity: 0.9; }
`;

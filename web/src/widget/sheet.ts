/** How the widget looks on a foreign page: a sheet of its own inside the shadow root, which no content policy (CSP) has to allow. */
export const sheet = `
:host {
  all: initial;
  position: fixed;
  z-index: 2147483000;
  right: max(1rem, env(safe-area-inset-right));
  bottom: max(1rem, env(safe-area-inset-bottom));
  color-scheme: light dark;
  --ground: #f6f4ef;
  --ink: #1b2430;
  --line: #c9c4b8;
  --accent: #1b4b94;
  font: 1rem/1.4 system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif;
}
@media (prefers-color-scheme: dark) {
  :host { --ground: #11161d; --ink: #e7ebf0; --line: #3b4655; --accent: #9dc0f5; }
}
* { box-sizing: border-box; }
button, a { font: inherit; cursor: pointer; }
button:focus-visible, a:focus-visible { outline: 3px solid #c97a00; outline-offset: 2px; }
.launch {
  min-width: 44px;
  min-height: 52px;
  padding: 0 1.25rem;
  border: 2px solid #fff;
  border-radius: 1.75rem;
  background: #1b4b94;
  color: #fff;
  font-weight: 600;
  box-shadow: 0 6px 20px -6px rgb(0 0 0 / 45%);
}
.panel {
  position: fixed;
  right: max(1rem, env(safe-area-inset-right));
  bottom: calc(max(1rem, env(safe-area-inset-bottom)) + 64px);
  display: flex;
  flex-direction: column;
  width: 25rem;
  height: min(42rem, calc(100vh - 6.5rem));
  overflow: hidden;
  border: 1px solid var(--line);
  border-radius: 0.875rem;
  background: var(--ground);
  color: var(--ink);
  box-shadow: 0 12px 40px -8px rgb(0 0 0 / 40%);
}
.panel[hidden] { display: none; }
.bar { display: flex; align-items: center; gap: 0.25rem; min-height: 48px; padding-left: 1rem; border-bottom: 1px solid var(--line); }
.title { flex: 1; min-width: 0; margin: 0; overflow: hidden; font-size: 1rem; font-weight: 650; text-overflow: ellipsis; white-space: nowrap; }
.bar a, .bar button {
  display: grid;
  place-items: center;
  min-width: 44px;
  min-height: 44px;
  padding: 0 0.5rem;
  border: 0;
  background: none;
  color: var(--accent);
  font-size: 0.9375rem;
}
.body { position: relative; flex: 1; min-height: 0; }
.wait { margin: 0; padding: 1.25rem 1rem; }
iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; }
iframe.is-waiting { visibility: hidden; }
@media (max-width: 30rem) {
  .panel { inset: 0; width: auto; height: 100vh; height: 100dvh; border: 0; border-radius: 0; padding-top: env(safe-area-inset-top); }
}
`

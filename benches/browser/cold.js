// Put before everything else in the page: notes when it is ready and drawn.
const seen = (globalThis.seen = {})
addEventListener('laureate-ready', () => (seen.ready = performance.now()))
const look = () => {
  const root = document.querySelector('laureate-designer')?.shadowRoot
  const texts = root?.querySelectorAll('[data-node] path').length ?? 0
  const loading = root?.querySelector('.status')?.textContent.includes('Loading') ?? true
  if (seen.ready === undefined || texts < 9 || loading) return requestAnimationFrame(look)
  seen.drawn = performance.now()
  const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  seen.files = entries.filter((entry) => entry.responseEnd <= seen.drawn).map((entry) => [entry.name, entry.transferSize])
}
requestAnimationFrame(look)

// Parts of the certificate's element: nodes, icons, a menu.

/** Paths of Lucide icons (ISC licence, https://lucide.dev). */
const ICONS = {
  download: 'M12 15V3M21 15v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4m4-5 5 5 5-5',
  share: 'M15 5a3 3 0 1 0 6 0 3 3 0 1 0-6 0M3 12a3 3 0 1 0 6 0 3 3 0 1 0-6 0M15 19a3 3 0 1 0 6 0 3 3 0 1 0-6 0M8.59 13.51l6.83 3.98M15.41 6.51l-6.82 3.98',
  down: 'm6 9 6 6 6-6',
  close: 'M18 6 6 18M6 6l12 12',
  away: 'M15 3h6v6M10 14 21 3M18 13v6a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2h6',
  link: 'M10 13a5 5 0 0 0 7.54.54l3-3a5 5 0 0 0-7.07-7.07l-1.72 1.71M14 11a5 5 0 0 0-7.54-.54l-3 3a5 5 0 0 0 7.07 7.07l1.71-1.71',
  large: 'M15 3h6v6M21 3l-7 7M3 21l7-7M9 21H3v-6',
  warning: 'm21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3M12 9v4M12 17h.01',
}

/** An element with attributes, and what is in it; absent ones are left out. */
export function make(tag, attributes = {}, ...inside) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value)
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value === true ? '' : value)
  }
  element.append(...inside.filter((part) => part !== undefined && part !== null))
  return element
}

export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('class', 'icon')
  svg.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  path.setAttribute('d', ICONS[name])
  svg.append(path)
  return svg
}

/** A line of a menu. With `href` it is a link to another page. */
export function item(picture, words, { href, ...attributes }) {
  const shared = { role: 'menuitem', tabindex: '-1', ...attributes }
  const parts = [icon(picture), make('span', {}, words)]
  return href ? make('a', { href, target: '_blank', rel: 'noopener noreferrer', ...shared }, ...parts) : make('button', { type: 'button', ...shared }, ...parts)
}

/** Between the button and its menu, and between the menu and the window's edges. */
const GAP = 6

/**
 * A button with a menu. The menu is in the top layer, so that nothing of the host
 * cuts it off.
 * @param {Node[]} label what is on the button
 * @param {() => HTMLElement[]} items is asked each time the menu opens
 */
export function menu(name, label, items) {
  const button = make('button', { type: 'button', class: name, 'aria-haspopup': 'menu', 'aria-expanded': 'false' }, ...label)
  const list = make('div', { class: 'menu', role: 'menu', popover: 'auto', 'aria-label': button.textContent })
  const lines = () => [...list.children]
  const at = () => lines().indexOf(list.getRootNode().activeElement)
  /** Which line gets the focus when it opens: -1 is the last. */
  let first = 0
  const close = () => {
    if (!list.matches(':popover-open')) return
    list.hidePopover()
    button.focus()
  }
  // It stays at its button, whatever scrolls.
  const follow = () => {
    if (!list.isConnected || !list.matches(':popover-open')) return
    place(button, list)
    requestAnimationFrame(follow)
  }
  button.popoverTargetElement = list
  button.addEventListener('click', (event) => {
    if (button.getAttribute('aria-disabled') === 'true') event.preventDefault()
  })
  button.addEventListener('keydown', (event) => {
    if (!['ArrowDown', 'ArrowUp'].includes(event.key) || button.getAttribute('aria-disabled') === 'true') return
    event.preventDefault()
    first = event.key === 'ArrowDown' ? 0 : -1
    list.showPopover()
  })
  list.addEventListener('beforetoggle', (event) => {
    if (event.newState !== 'open') return
    list.replaceChildren(...items())
    requestAnimationFrame(() => {
      follow()
      lines().at(first)?.focus({ preventScroll: true })
      first = 0
    })
  })
  list.addEventListener('toggle', (event) => button.setAttribute('aria-expanded', String(event.newState === 'open')))
  list.addEventListener('click', (event) => {
    if (event.target !== list) close()
  })
  list.addEventListener('keydown', (event) => {
    const count = lines().length
    const to = { ArrowDown: (at() + 1) % count, ArrowUp: (at() + count - (at() < 0 ? 0 : 1)) % count, Home: 0, End: count - 1 }[event.key]
    if (to !== undefined) lines()[to]?.focus()
    else if (event.key === 'Escape' || event.key === 'Tab') close()
    // A link is followed by Enter only; in a menu the space bar does the same.
    else if (event.key === ' ' && event.target.localName === 'a') event.target.click()
    else return
    if (event.key !== 'Tab') event.preventDefault()
  })
  return { button, list, close, box: make('div', { class: 'menu-box' }, button, list) }
}

/** Below the button where there is room, else above it; always within the window. */
function place(button, list) {
  const from = button.getBoundingClientRect()
  const { width, height } = list.getBoundingClientRect()
  const { innerWidth: right, innerHeight: bottom } = globalThis
  const start = getComputedStyle(button).direction === 'rtl' ? from.right - width : from.left
  const below = from.bottom + GAP
  const top = below + height <= bottom || from.top < height + 2 * GAP ? below : from.top - GAP - height
  const within = (place, size, room) => Math.max(GAP, Math.min(place, room - size - GAP))
  list.style.setProperty('left', `${within(start, width, right)}px`)
  list.style.setProperty('top', `${within(top, height, bottom)}px`)
}

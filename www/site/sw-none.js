// Stands at sw.js where the site is not to be kept: takes away the worker that an earlier
// site left at this address, and all that it kept. See scripts/offline-list.mjs.
addEventListener('install', () => self.skipWaiting())
addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name.startsWith(`laureate ${registration.scope} `)) await caches.delete(name)
      }
      await registration.unregister()
      for (const page of await clients.matchAll({ type: 'window' })) page.navigate(page.url)
    })(),
  )
})

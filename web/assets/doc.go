// Package assets is what the browser receives besides HTML: one style sheet
// per direction of writing, one script, the outlines of regions and
// provinces, and the fonts.
//
// Sources are in src/; npm packages are pinned by package-lock.json; build.mjs
// bundles both into dist/, which git ignores and the binary embeds:
//
//	cd web/assets && npm ci && node build.mjs
//
// A binary built without that step works: Available is false, pages are plain
// HTML and say so.
//
// The bundle holds under a strict policy: script-src 'self'; style-src 'self';
// font-src 'self'; img-src 'self' data: (Tabler's check marks are data images
// in its style sheet). No inline script or style anywhere.
//
// The outlines derive from OpenStreetMap (npm morocco-map, ODbL 1.0): a map
// shows "© OpenStreetMap contributors". src/provinces.json gives each outline
// the province's HCP code.
//
// What may enter: sources of the bundle, and the serving of it. No words: they
// come with the page, from package locale.
package assets

//! How much a picture may cost, and why each number is what it is.
//!
//! A certificate's page is 1500×1050 px to about 3508×2480 px (A4 at 300 dpi).
//! Everything here leaves such a picture ample room, and keeps the worst
//! accepted file within about a second and a few hundred megabytes.

/// Bytes of the file itself. A 40-megapixel photograph is 10 to 20 MB.
pub const MAX_FILE_BYTES: usize = 25 * 1024 * 1024;

/// Pixels along one side of a raster picture, and px along one side of an SVG.
/// Browsers' canvases and textures are safe up to 8192.
pub const MAX_SIDE: u32 = 8192;

/// Pixels of a raster picture. Decoded they take 160 MB, which a tab can spare once.
pub const MAX_PIXELS: u64 = 40_000_000;

/// Pixels that the passes of a progressive JPEG may touch in all: each of its
/// scans visits the whole picture. Cameras and editors write ten or fewer.
pub const MAX_SCAN_PIXELS: u64 = 600_000_000;

/// Scans of a JPEG. The format's usual progressions have about ten.
pub const MAX_SCANS: u32 = 64;

/// Bytes of an SVG with the pictures embedded in it.
pub const MAX_SVG_BYTES: usize = 16 * 1024 * 1024;

/// Bytes of an SVG without the pictures embedded in it. A detailed guilloche is 60 KB.
pub const MAX_SVG_MARKUP: usize = 2 * 1024 * 1024;

/// Elements of an SVG, before and after `use` is written out.
pub const MAX_ELEMENTS: usize = 20_000;

/// How deep elements may nest: drawing recurses, and wasm's stack is 4 MiB.
pub const MAX_DEPTH: usize = 64;

/// Attributes of one element; the XML reader compares them pairwise.
pub const MAX_ATTRIBUTES: usize = 200;

/// Namespace declarations of one file; each is looked up in a list.
pub const MAX_NAMESPACES: usize = 256;

/// Text shorthands (`<!ENTITY …>`) that a file may declare. Illustrator writes ten.
pub const MAX_ENTITIES: usize = 64;

/// Characters that one such shorthand may stand for.
pub const MAX_ENTITY_CHARS: usize = 200;

/// Uses of such shorthands.
pub const MAX_ENTITY_USES: usize = 1_000;

/// Bytes of style sheets in one SVG.
pub const MAX_STYLE_BYTES: usize = 256 * 1024;

/// Style rules times elements: every rule is tried on every element.
pub const MAX_STYLE_TRIALS: usize = 4_000_000;

/// Elements once everything that is drawn by reference is counted at each use.
pub const MAX_EXPANDED: u64 = 50_000;

/// How deep masks, clips, patterns, markers and filters may refer to each other.
/// Each level multiplies the work by the number of elements in it.
pub const MAX_EFFECT_NESTING: u32 = 4;

/// How deep references of any kind may chain; real files use two or three.
pub const MAX_REFERENCE_NESTING: u32 = 8;

/// The largest plain number in an SVG. Beyond it 32-bit arithmetic loses whole pixels.
pub const MAX_NUMBER: f64 = 1.0e7;

/// Filters applied in one SVG.
pub const MAX_FILTERS: usize = 64;

/// Steps of one filter; the result of each is kept until the last.
pub const MAX_FILTER_STEPS: usize = 32;

/// Layers of noise that a turbulence filter adds up; eight are visually complete.
pub const MAX_OCTAVES: u32 = 6;

/// Radius in px by which a filter may thicken or thin. Work grows with its square.
pub const MAX_MORPHOLOGY_RADIUS: f32 = 32.0;

/// Standard deviation in px of a blur.
pub const MAX_BLUR: f32 = 200.0;

/// Rows and columns of a convolution.
pub const MAX_KERNEL: u32 = 9;

/// Pictures embedded in one SVG.
pub const MAX_EMBEDDED: usize = 50;

/// Work that drawing may take on a page of [`REFERENCE_PIXELS`], in steps of about
/// a nanosecond on a slow core. It allows some 380 fills of the whole page; the
/// classic background takes a fortieth of it.
pub const MAX_WORK: f64 = 6.0e9;

/// Layers that may be held at once, each as large as the page.
pub const MAX_LAYERS: f64 = 24.0;

/// Pixels of the page on which work is estimated: 1500×1050.
pub const REFERENCE_PIXELS: f64 = 1_575_000.0;

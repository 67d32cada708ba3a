using SkiaSharp;

namespace CnnVis.Skia.Drawing;

/// <summary>One glyph of a text at its place, from the beginning of the baseline, y downwards.</summary>
internal readonly record struct Glyph(SKTypeface Typeface, ushort Index, float X, float Y);

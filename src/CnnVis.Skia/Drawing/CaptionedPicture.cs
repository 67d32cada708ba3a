namespace CnnVis.Skia.Drawing;

/// <summary>A picture and what is written under it.</summary>
internal sealed record CaptionedPicture(RgbImage Picture, string Caption);

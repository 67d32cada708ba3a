namespace CnnVis;

/// <summary>A part of an image that excites a channel. It is a reference: the picture is read again to draw it.</summary>
/// <param name="Image">The image, a position in <see cref="Survey.Images"/>.</param>
/// <param name="Name">The image's name.</param>
/// <param name="Value">The channel's activation.</param>
/// <param name="Row">The row of the cell in the channel's map.</param>
/// <param name="Column">The cell's column.</param>
/// <param name="Seen">
/// What the cell sees of the picture, in the picture's own pixels: its receptive field, cut off where the picture ends; the whole picture where the
/// field is not known. Empty where the cell sees nothing but padding.
/// </param>
/// <param name="Place">The middle of it: the part of the picture that the cell stands for when all cells divide the picture among them.</param>
public sealed record TopPatch(int Image, string Name, float Value, int Row, int Column, PixelRectangle Seen, PixelRectangle Place);

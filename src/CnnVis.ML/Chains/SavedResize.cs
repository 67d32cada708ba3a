using Microsoft.ML.Transforms.Image;

namespace CnnVis.ML.Chains;

/// <summary>How ResizeImages brings pictures to its size.</summary>
internal readonly record struct SavedResize(int Width, int Height, ImageResizingEstimator.ResizingKind Kind, ImageResizingEstimator.Anchor Anchor)
{
    public static SavedResize Read(SettingsReader settings) => new(
        settings.Int32(),
        settings.Int32(),
        (ImageResizingEstimator.ResizingKind)settings.Byte(),
        (ImageResizingEstimator.Anchor)settings.Byte());

    /// <summary>The part of the original picture that the resized one shows.</summary>
    public ImageRegion Of(ImageRegion before)
    {
        bool isSame = (before.Width, before.Height) == (Width, Height);
        if (isSame || Kind == ImageResizingEstimator.ResizingKind.Fill)
        {
            return before with { Width = Width, Height = Height };
        }

        // Rounded as MLImage does it: scaled size and offset are cut to whole pixels.
        float scaleX = (float)Width / before.Width;
        float scaleY = (float)Height / before.Height;
        float scale = Kind == ImageResizingEstimator.ResizingKind.IsoCrop ? MathF.Max(scaleX, scaleY) : MathF.Min(scaleX, scaleY);
        int scaledWidth = (int)(before.Width * scale);
        int scaledHeight = (int)(before.Height * scale);
        float shareLeft = ShareBefore(ImageResizingEstimator.Anchor.Left, ImageResizingEstimator.Anchor.Right);
        float shareTop = ShareBefore(ImageResizingEstimator.Anchor.Top, ImageResizingEstimator.Anchor.Bottom);
        int left = (int)(shareLeft * (Width - (before.Width * scale)));
        int top = (int)(shareTop * (Height - (before.Height * scale)));
        return before.Show(
            -(double)left / scaledWidth,
            -(double)top / scaledHeight,
            (double)Width / scaledWidth,
            (double)Height / scaledHeight,
            Width,
            Height);
    }

    /// <summary>How much of what is cut off or added lies before the picture: the anchor decides for crops, pads are centred.</summary>
    private float ShareBefore(ImageResizingEstimator.Anchor none, ImageResizingEstimator.Anchor all)
    {
        if (Kind != ImageResizingEstimator.ResizingKind.IsoCrop)
        {
            return 0.5f;
        }

        return Anchor == none ? 0 : Anchor == all ? 1 : 0.5f;
    }
}

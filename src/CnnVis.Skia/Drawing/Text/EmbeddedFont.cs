using SkiaSharp;

namespace CnnVis.Skia.Drawing;

/// <summary>The fonts that come with the library, so that text looks the same everywhere and shows on machines without fonts.</summary>
internal static class EmbeddedFont
{
    public static SKTypeface Regular { get; } = Load("Inter-Regular.otf");

    public static SKTypeface SemiBold { get; } = Load("Inter-SemiBold.otf");

    private static SKTypeface Load(string resource)
    {
        using Stream stream = typeof(EmbeddedFont).Assembly.GetManifestResourceStream(resource)!;
        using SKData data = SKData.Create(stream);
        return SKTypeface.FromData(data);
    }
}

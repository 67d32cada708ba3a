namespace CnnVis.Skia.Drawing;

/// <summary>How large a picture is drawn: small ones grow so that a map can be read on them, huge ones shrink.</summary>
internal static class PictureSize
{
    private const int Smallest = 512;
    private const int Largest = 1600;

    public static (int Width, int Height) For(int width, int height, int? wanted)
    {
        int longer = Math.Max(width, height);
        double scale = (double)(wanted ?? Math.Clamp(longer, Smallest, Largest)) / longer;
        return (Math.Max(1, (int)Math.Round(width * scale)), Math.Max(1, (int)Math.Round(height * scale)));
    }
}

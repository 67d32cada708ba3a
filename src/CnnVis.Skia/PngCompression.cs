namespace CnnVis.Skia;

/// <summary>How hard a PNG is compressed.</summary>
public enum PngCompression
{
    /// <summary>Half a second for 12 megapixels.</summary>
    Fast,

    /// <summary>Smaller files, ten to twenty times as long.</summary>
    Small,
}

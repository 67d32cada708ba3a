namespace CnnVis.Skia;

/// <summary>What becomes of a picture where there is little evidence.</summary>
public enum MaskOutside
{
    /// <summary>It is blurred.</summary>
    Blurred,

    /// <summary>It is darkened.</summary>
    Darkened,
}

namespace CnnVis;

/// <summary>How a picture of any size becomes the model's size.</summary>
public enum ResizeMode
{
    /// <summary>Width and height are scaled each by itself; the whole picture is seen, its proportions change.</summary>
    Stretch = 0,

    /// <summary>The shorter side is scaled and the centre is cut out; proportions are kept, the borders are not seen.</summary>
    ShorterSideCrop,

    /// <summary>The whole picture is scaled with its proportions, the rest is padded: usual for detectors.</summary>
    Letterbox,
}

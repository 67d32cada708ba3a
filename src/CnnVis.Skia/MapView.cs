namespace CnnVis.Skia;

/// <summary>How an explanation is shown.</summary>
public enum MapView
{
    /// <summary>The picture as it is.</summary>
    Original,

    /// <summary>The map laid over the picture: red raises the score, blue lowers it.</summary>
    Overlay,

    /// <summary>The map alone.</summary>
    Heatmap,

    /// <summary>The picture where the evidence is; all else is blurred or darkened.</summary>
    Masked,

    /// <summary>Lines on the picture within which given shares of the evidence lie.</summary>
    Contours,

    /// <summary>The regions with most evidence, outlined, each with its share.</summary>
    Regions,
}

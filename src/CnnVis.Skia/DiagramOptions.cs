namespace CnnVis.Skia;

/// <summary>How a network's diagram is drawn.</summary>
public sealed record DiagramOptions
{
    /// <summary>Whether blocks that are the same several times in a row are drawn once, with a count. <value>The default is true.</value></summary>
    public bool FoldRepeats { get; init; } = true;

    /// <summary>Whether each box shows the name of its first layer. <value>The default is true.</value></summary>
    public bool Names { get; init; } = true;

    /// <summary>How many pixels of a picture one of the diagram's becomes: 2 for print and for screens of high density; SVG has no need of it. <value>The default is 1.</value></summary>
    public double Scale { get; init; } = 1;

    internal void Validate()
    {
        if (!(Scale is >= 0.1 and <= 8))
        {
            throw new ArgumentException(FormattableString.Invariant($"Scale {Scale} must be from 0.1 to 8."));
        }
    }
}

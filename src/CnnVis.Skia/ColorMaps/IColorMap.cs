namespace CnnVis.Skia;

/// <summary>Colours for numbers. Implement it to draw with colours of your own.</summary>
public interface IColorMap
{
    /// <summary>True for a map whose middle is neutral, for numbers with signs.</summary>
    bool IsDiverging { get; }

    /// <summary>The colour of a number. Numbers outside the range have the colour of its end.</summary>
    /// <param name="position">From 0 to 1; for a diverging map 0.5 is neutral.</param>
    /// <returns>Red, green, blue, each 0 to 255.</returns>
    RgbValues ColorAt(float position);
}

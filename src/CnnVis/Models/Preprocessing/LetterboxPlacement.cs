namespace CnnVis;

/// <summary>Where a letterboxed picture lies in the model's input.</summary>
public enum LetterboxPlacement
{
    /// <summary>In the middle, padded on both sides.</summary>
    Centre = 0,

    /// <summary>At the top left, padded right or below, as YOLOX does.</summary>
    TopLeft,
}

using System.Globalization;

namespace CnnVis;

/// <summary>Options of <see cref="FinerCamExtensions.FinerCam"/>.</summary>
public sealed record FinerCamOptions : CamLayers
{
    /// <summary>How many of the nearest classes it is compared with. <value>The default is 3.</value></summary>
    public int Similar { get; init; } = 3;

    /// <summary>
    /// How much of the others' evidence is taken off: 0 is Grad-CAM, 1 shows the difference alone. <value>The default is 1.</value>
    /// </summary>
    public float Strength { get; init; } = 1;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Similar, 1);
        if (!(Strength >= 0 && float.IsFinite(Strength)))
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{nameof(Strength)} is {Strength}; it must be a number from 0 on, usually at most 1."));
        }
    }
}

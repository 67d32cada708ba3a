namespace CnnVis.Skia;

/// <summary>How an animation is played.</summary>
public sealed record AnimationOptions
{
    /// <summary>How long each picture is shown, in milliseconds. <value>The default is 80.</value></summary>
    public int FrameMilliseconds { get; init; } = 80;

    /// <summary>How long the last picture is shown before it begins again, in milliseconds. <value>The default is 2000.</value></summary>
    public int LastFrameMilliseconds { get; init; } = 2000;

    /// <summary>The length of the pictures' longer side in pixels. <value>The default is 256.</value></summary>
    public int Size { get; init; } = 256;

    internal void Validate()
    {
        if (FrameMilliseconds is < 1 or > ushort.MaxValue || LastFrameMilliseconds is < 1 or > ushort.MaxValue || Size is < 8 or > 4096)
        {
            throw new ArgumentException(
                $"FrameMilliseconds {FrameMilliseconds} and LastFrameMilliseconds {LastFrameMilliseconds} must be from 1 to {ushort.MaxValue}, Size {Size} from 8 to 4096.");
        }
    }
}

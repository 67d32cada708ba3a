namespace CnnVis;

/// <summary>A picture that can be read whenever it is needed, so that thousands need not lie in memory.</summary>
public sealed class ImageSource
{
    private readonly Func<RgbImage> _load;

    /// <summary>Creates a source.</summary>
    /// <param name="name">What the picture is called in results, such as its path below a folder.</param>
    /// <param name="load">
    /// Reads it, on any thread and as often as asked. A <see cref="CnnVisException"/>, an <see cref="IOException"/> or an
    /// <see cref="UnauthorizedAccessException"/> means that it cannot be read; every other exception ends the work.
    /// </param>
    public ImageSource(string name, Func<RgbImage> load)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(load);
        Name = name;
        _load = load;
    }

    /// <summary>What the picture is called.</summary>
    public string Name { get; }

    /// <summary>Reads the picture.</summary>
    /// <returns>The picture.</returns>
    public RgbImage Load() => _load();

    /// <inheritdoc/>
    public override string ToString() => Name;
}

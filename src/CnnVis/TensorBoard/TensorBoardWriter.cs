using CnnVis.TensorBoard;

namespace CnnVis;

/// <summary>
/// Writes what TensorBoard shows: numbers, histograms, pictures, text and the network's graph. Each writer makes an event file of its own, and what is
/// added is in the file when the call returns. Open the folder with <c>tensorboard --logdir FOLDER</c>. Tags before the first slash are TensorBoard's
/// groups. Safe to use from several threads.
/// </summary>
public sealed class TensorBoardWriter : IDisposable
{
    private readonly EventFile _file;

    /// <summary>Begins an event file; the folder is made where it is missing, and no file is ever overwritten.</summary>
    /// <param name="logDirectory">The folder that TensorBoard is given.</param>
    /// <param name="run">The run's name, which becomes a folder below: TensorBoard lays runs side by side. Null for none.</param>
    /// <exception cref="ArgumentException">The run's name leads out of the folder.</exception>
    public TensorBoardWriter(string logDirectory, string? run = null)
        : this(logDirectory, run, TimeProvider.System)
    {
    }

    internal TensorBoardWriter(string logDirectory, string? run, TimeProvider clock)
    {
        ArgumentException.ThrowIfNullOrEmpty(logDirectory);
        _file = EventFile.Create(run is null ? logDirectory : Path.Combine(logDirectory, Checked(run)), clock);
    }

    /// <summary>The event file.</summary>
    public string FilePath => _file.Path;

    /// <summary>Adds a number to the Scalars page; NaN and infinities are shown as such.</summary>
    /// <param name="tag">Its name.</param>
    /// <param name="value">The number.</param>
    /// <param name="step">The place on the horizontal axis. <value>The default is 0.</value></param>
    public void AddScalar(string tag, float value, long step = 0) => Add(tag, new Summary.Types.Value { SimpleValue = value }, step);

    /// <summary>Ends the file.</summary>
    public void Dispose() => _file.Dispose();

    private void Add(string tag, Summary.Types.Value value, long step)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tag);
        value.Tag = tag;
        _file.Append(new Event { Step = step, Summary = new Summary { Value = { value } } });
    }

    private static string Checked(string run)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(run);
        return Path.IsPathRooted(run) || run.Split('/', '\\').Contains("..")
            ? throw new ArgumentException($"The run '{run}' leads out of the log directory: give a name, such as 'resnet' or 'resnet/second'.", nameof(run))
            : run;
    }
}

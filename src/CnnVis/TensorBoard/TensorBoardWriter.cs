using CnnVis.Runtime;
using CnnVis.TensorBoard;
using Google.Protobuf;

namespace CnnVis;

/// <summary>
/// Writes what TensorBoard shows: numbers, histograms, pictures, text and the network's graph. Each writer makes an event file of its own, and what is
/// added is in the file when the call returns. Open the folder with <c>tensorboard --logdir FOLDER</c>; a tag's part before the first slash is the group
/// under which its page shows it. Safe to use from several threads.
/// </summary>
public sealed class TensorBoardWriter : IDisposable
{
    private readonly EventFile _file;
    private int _graphs;

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

    /// <summary>
    /// Adds a histogram to the Histograms and Distributions pages: 30 equal bins from the smallest to the largest number, one bin where all are the
    /// same, none where there are no numbers.
    /// </summary>
    /// <param name="tag">Its name.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="step">The place among the histograms of this name. <value>The default is 0.</value></param>
    /// <exception cref="ArgumentException">A number is NaN or infinite.</exception>
    public void AddHistogram(string tag, ReadOnlySpan<float> values, long step = 0)
    {
        int odd = values.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
        Add(
            tag,
            odd < 0
                ? new Summary.Types.Value { Histo = HistogramBins.Of(values) }
                : throw new ArgumentException(FormattableString.Invariant($"The histogram '{tag}' holds {values[odd]} at element {odd}; give finite numbers."), nameof(values)),
            step);
    }

    /// <summary>Adds a channel's histogram of a survey, bin by bin. Its sums count each number as the middle of its bin.</summary>
    /// <param name="tag">Its name.</param>
    /// <param name="histogram">The histogram.</param>
    /// <param name="step">The place among the histograms of this name. <value>The default is 0.</value></param>
    public void AddHistogram(string tag, ChannelHistogram histogram, long step = 0)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        Add(tag, new Summary.Types.Value { Histo = HistogramBins.Of(histogram) }, step);
    }

    /// <summary>Adds a picture to the Images page.</summary>
    /// <param name="tag">Its name.</param>
    /// <param name="png">The bytes of a PNG file.</param>
    /// <param name="step">The place on the slider below the pictures of this name. <value>The default is 0.</value></param>
    /// <param name="description">What the page tells about it, in Markdown; that of the first picture of a name counts. Null for nothing.</param>
    /// <exception cref="ArgumentException">The bytes are no PNG file.</exception>
    public void AddImage(string tag, ReadOnlySpan<byte> png, long step = 0, string? description = null) => Add(tag, SummaryValues.Image(png, description), step);

    /// <summary>Adds text to the Text page.</summary>
    /// <param name="tag">Its name.</param>
    /// <param name="markdown">The text, in Markdown.</param>
    /// <param name="step">The place among the texts of this name. <value>The default is 0.</value></param>
    public void AddText(string tag, string markdown, long step = 0)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        Add(tag, SummaryValues.Text(markdown), step);
    }

    /// <summary>
    /// Adds the network's graph to the Graphs page: every operator of the file with its attributes, the shapes of its outputs for one image, and the
    /// tensors that it reads. Scopes in the names of nodes become boxes to open; stored tensors are drawn as small marks at the nodes that read them.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <exception cref="InvalidOperationException">This writer has a graph already: TensorBoard shows one for each run.</exception>
    public void AddGraph(CnnModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        using RunGate.Pass pass = model.EnterPass();
        ByteString graph = ModelGraph.Of(model).ToByteString();
        if (Interlocked.Exchange(ref _graphs, 1) != 0)
        {
            throw new InvalidOperationException("This run has a graph already, and TensorBoard shows one for each run. Write the other with a writer of another run.");
        }

        _file.Append(new Event { GraphDef = graph });
    }

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

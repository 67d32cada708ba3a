namespace CnnVis.TestSupport.TensorBoard;

/// <summary>The events of a run as TensorBoard reads them, by the field numbers of TensorFlow's event.proto and summary.proto.</summary>
internal sealed class ReadEvents
{
    private const int WallTime = 1;
    private const int Step = 2;
    private const int FileVersion = 3;
    private const int GraphDef = 4;
    private const int Summary = 5;

    private ReadEvents(IReadOnlyList<WireMessage> events)
    {
        Assert.All(events, one => Assert.Single(one.Fields, field => field is not WallTime and not Step));
        Assert.Equal("brain.Event:2", events[0].Text(FileVersion));
        Assert.All(events.Skip(1), one => Assert.False(one.Has(FileVersion)));
        WallTimes = [.. events.Select(one => one.Double(WallTime))];
        Graphs = [.. events.Where(one => one.Has(GraphDef)).Select(one => new ReadGraph(one.Message(GraphDef)!))];
        Values = [.. events.Where(one => one.Has(Summary)).SelectMany(one => one.Message(Summary)!.Messages(1).Select(value => new ReadValue(one.Integer(Step), value)))];
    }

    public IReadOnlyList<double> WallTimes { get; }

    public IReadOnlyList<ReadGraph> Graphs { get; }

    public IReadOnlyList<ReadValue> Values { get; }

    public IEnumerable<string> Tags => Values.Select(value => value.Tag);

    public ReadValue this[string tag] => Values.Single(value => value.Tag == tag);

    public static ReadEvents Of(string file) => new([.. RecordReader.Read(ReadShared(file)).Select(record => new WireMessage(record))]);

    /// <summary>The only event file below a folder.</summary>
    public static ReadEvents In(string folder) => Of(Directory.GetFiles(folder, "*tfevents*", SearchOption.AllDirectories).Single());

    /// <summary>As TensorBoard does, while the writer still has it.</summary>
    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}

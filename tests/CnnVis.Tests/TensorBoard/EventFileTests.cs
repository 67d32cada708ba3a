using CnnVis.TestSupport.TensorBoard;

namespace CnnVis.Tests.TensorBoard;

public class EventFileTests
{
    // The check value of CRC-32C, as every list of CRCs states it.
    [Fact]
    public void ReadersChecksum_HasTheCheckValue() => Assert.Equal(0xE3069283, RecordReader.Crc32C("123456789"u8));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(1000)]
    public void Records_OfAnyLength_AreReadBack(int length)
    {
        byte[] data = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 31))];

        byte[] file = [.. CnnVis.TensorBoard.RecordFraming.Frame(data), .. CnnVis.TensorBoard.RecordFraming.Frame("next"u8)];

        Assert.Equal([data, "next"u8.ToArray()], RecordReader.Read(file));
    }

    [Fact]
    public void AnyChangedByte_IsNoticed()
    {
        byte[] file = CnnVis.TensorBoard.RecordFraming.Frame("what TensorBoard reads"u8);

        for (int i = 0; i < file.Length; i++)
        {
            byte[] changed = [.. file];
            changed[i] ^= 0x10;
            Assert.ThrowsAny<InvalidDataException>(() => RecordReader.Read(changed));
        }

        Assert.Throws<InvalidDataException>(() => RecordReader.Read(file.AsSpan(0, file.Length - 1)));
    }

    [Fact]
    public void Scalars_AreReadBack_WhileTheWriterIsOpen()
    {
        using var folder = new TemporaryFolder();
        using var writer = new TensorBoardWriter(folder.Path);
        writer.AddScalar("loss/train", 0.1f);
        writer.AddScalar("loss/train", -2.5f, 1_000_000_000_000);
        writer.AddScalar("zero", 0, 3);

        ReadEvents events = ReadEvents.In(folder.Path);

        Assert.Equal(
            [("loss/train", 0L, 0.1f), ("loss/train", 1_000_000_000_000, -2.5f), ("zero", 3, 0)],
            events.Values.Select(value => (value.Tag, value.Step, value.Scalar)));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(float.Epsilon)]
    [InlineData(-0f)]
    public void OddScalars_AreWrittenAsTheyAre(float value)
    {
        using var folder = new TemporaryFolder();
        using (var writer = new TensorBoardWriter(folder.Path))
        {
            writer.AddScalar("odd", value);
        }

        Assert.Equal(BitConverter.SingleToUInt32Bits(value), BitConverter.SingleToUInt32Bits(ReadEvents.In(folder.Path)["odd"].Scalar));
    }

    [Theory]
    [InlineData("größe/Äpfel & Birnen")]
    [InlineData("/layer1/layer1.0/conv1/Conv")]
    [InlineData("a\nb\t\"c\"\\<d>")]
    [InlineData("猫 😺")]
    public void Tags_OfAnyCharacters_AreKept(string tag)
    {
        using var folder = new TemporaryFolder();
        using (var writer = new TensorBoardWriter(folder.Path))
        {
            writer.AddScalar(tag, 1);
        }

        Assert.Equal(1, ReadEvents.In(folder.Path)[tag].Scalar);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void EmptyTag_IsRefused(string tag)
    {
        using var folder = new TemporaryFolder();
        using var writer = new TensorBoardWriter(folder.Path);

        Assert.Throws<ArgumentException>(() => writer.AddScalar(tag, 1));
        Assert.Empty(ReadEvents.In(folder.Path).Values);
    }

    [Fact]
    public void Time_IsWhenTheEventWasAdded()
    {
        using var folder = new TemporaryFolder();
        var clock = new StandingClock { Now = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_250) };
        using var writer = new TensorBoardWriter(folder.Path, null, clock);
        clock.Now += TimeSpan.FromSeconds(1.5);
        writer.AddScalar("later", 1);

        Assert.Equal([1_700_000_000.25, 1_700_000_001.75], ReadEvents.In(folder.Path).WallTimes);
        Assert.StartsWith("events.out.tfevents.1700000000.cnnvis.", Path.GetFileName(writer.FilePath), StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAClock_TimeIsReal()
    {
        using var folder = new TemporaryFolder();
        using var writer = new TensorBoardWriter(folder.Path);

        double age = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalSeconds - Assert.Single(ReadEvents.In(folder.Path).WallTimes);
        Assert.InRange(age, 0, 60);
    }

    [Fact]
    public void WritersOfOneSecond_HaveFilesOfTheirOwn()
    {
        using var folder = new TemporaryFolder();
        var clock = new StandingClock { Now = DateTimeOffset.FromUnixTimeSeconds(5) };
        using var first = new TensorBoardWriter(folder.Path, "run", clock);
        using var second = new TensorBoardWriter(folder.Path, "run", clock);
        second.AddScalar("second", 2);
        first.AddScalar("first", 1);

        Assert.Equal(["first"], ReadEvents.Of(first.FilePath).Tags);
        Assert.Equal(["second"], ReadEvents.Of(second.FilePath).Tags);
        Assert.Equal(Path.Combine(folder.Path, "run"), Path.GetDirectoryName(first.FilePath));
    }

    // A process that dies leaves whole records: each is in the file when the call returns.
    [Fact]
    public void Events_AreInTheFileAtOnce()
    {
        using var folder = new TemporaryFolder();
        using var writer = new TensorBoardWriter(folder.Path);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(i, ReadEvents.In(folder.Path).Values.Count);
            writer.AddScalar("loss", i, i);
        }
    }

    [Fact]
    public void ParallelWriting_LosesNothing()
    {
        using var folder = new TemporaryFolder();
        using (var writer = new TensorBoardWriter(folder.Path))
        {
            Parallel.For(0, 500, i => writer.AddScalar("together", i, i));
        }

        IReadOnlyList<ReadValue> values = ReadEvents.In(folder.Path).Values;
        Assert.Equal(Enumerable.Range(0, 500).Select(i => (long)i), values.Select(value => value.Step).Order());
        Assert.All(values, value => Assert.Equal(value.Step, value.Scalar));
    }

    [Theory]
    [InlineData("../up")]
    [InlineData("a/../../up")]
    [InlineData("/rooted")]
    [InlineData(" ")]
    public void RunOutsideTheFolder_IsRefusedBeforeAnythingIsMade(string run)
    {
        using var folder = new TemporaryFolder();

        Assert.Throws<ArgumentException>(() => new TensorBoardWriter(folder.File("log"), run));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void DisposedWriter_SaysSo()
    {
        using var folder = new TemporaryFolder();
        var writer = new TensorBoardWriter(folder.Path);
        writer.Dispose();
        writer.Dispose();

        Assert.Contains(nameof(TensorBoardWriter), Assert.Throws<ObjectDisposedException>(() => writer.AddScalar("late", 1)).Message, StringComparison.Ordinal);
    }

    private sealed class StandingClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

using CnnVis.Skia;

namespace CnnVis.DocTests.Snippets;

/// <summary>The code about diagnoses, run as it stands in the documentation.</summary>
[Collection(nameof(SnippetRuns))]
public sealed class DiagnosisSnippets(SnippetFolder folder)
{
    [Fact]
    public void Diagnose()
    {
        // One of those that other snippets save there.
        ImageFile.Load("photo.jpg").Crop(new PixelRectangle(0, 0, 160, 150)).Save("photos/above/0.jpg");
        using var model = CnnModel.Load("model.onnx", new() { Labels = "labels.txt", Preprocessing = Preprocessing.ZeroToOne });
        ImageTensor tensor = model.ToTensor(ImageFile.Load("photo.jpg"));

        #region diagnose
        // One photo shows a wrong range or layout of the input; a folder of 15 or more also exchanged colours and dead filters.
        Diagnosis diagnosis = model.Diagnose(ImageFolder.Find("photos"));
        Console.WriteLine(diagnosis);

        // The same for programs: kind, severity, layers and channels, numbers.
        foreach (Finding finding in diagnosis.Findings.Where(finding => finding.Severity >= FindingSeverity.Warning))
        {
            Console.WriteLine($"{finding.Kind} in {string.Join("; ", finding.Places)}: {finding.Advice}");
        }

        // What your application feeds, as it is: with all that may be wrong with it.
        Diagnosis ofTensor = model.Diagnose(tensor);
        #endregion

        Assert.True(folder.Has("model.onnx"));
        Assert.DoesNotContain(diagnosis.Findings.Concat(ofTensor.Findings), finding => finding.Kind is FindingKind.InputRange or FindingKind.InputLayout);
    }
}

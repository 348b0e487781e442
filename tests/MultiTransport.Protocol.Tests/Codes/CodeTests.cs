using System.Text.Json.Nodes;

namespace MultiTransport.Protocol.Tests;

public sealed class CodeTests
{
    private const string File = "codes.json";

    public static TheoryData<string> Close => Vector.Names(File, "close");

    public static TheoryData<string> Unknown => Vector.Names(File, "unknown");

    [Theory]
    [MemberData(nameof(Close))]
    public void A_close_code_has_its_name_action_and_status(string name)
    {
        var vector = Vector.Get(File, "close", name);
        var code = (CloseCode)vector.Number("number");
        Assert.Equal(name, code.Name());
        Assert.Equal(vector.Text("action"), code.Action().Name());
        if (vector.Has("status"))
        {
            Assert.Equal(vector.Number("status"), code.HttpStatus());
        }
    }

    [Theory]
    [MemberData(nameof(Unknown))]
    public void A_number_without_a_name_is_treated_by_its_range(string name)
    {
        var vector = Vector.Get(File, "unknown", name);
        var code = (CloseCode)vector.Number("number");
        Assert.Equal(vector.Text("action"), code.Action().Name());
        Assert.True(code == CloseCode.None || code.Name() == "unknown");
    }

    [Fact]
    public void Every_close_code_has_a_vector()
    {
        var numbers = Vector.All(File, "close").Select(vector => (CloseCode)vector.Number("number"));
        Assert.Equal(Enum.GetValues<CloseCode>().Where(code => code != CloseCode.None), numbers);
    }

    [Fact]
    public void Every_fail_code_has_a_vector()
    {
        var constants = typeof(FailCode).GetFields().Select(field => (string)field.GetRawConstantValue()!);
        Assert.Equal(constants.Order(), Vector.All(File, "fail").Select(vector => vector.Text("name")).Order());
    }

    /// <summary>The vectors of the other files name no code that codes.json does not have, and give the same status.</summary>
    [Fact]
    public void Every_expected_code_of_the_vectors_exists()
    {
        var statuses = Vector.All(File, "close").Concat(Vector.All(File, "http"))
            .ToDictionary(vector => vector.Text("name"), vector => vector.Has("status") ? vector.Number("status") : (long?)null);
        foreach (var file in Directory.EnumerateFiles(Vector.Folder, "*.json").Select(path => Path.GetFileName(path)))
        {
            foreach (var vector in Vector.File(file).Where(list => list.Key is "bad" or "badPlaces").SelectMany(list => list.Value!.AsArray()))
            {
                if (vector!["code"] is not JsonValue code)
                {
                    continue;
                }

                Assert.True(statuses.TryGetValue(code.GetValue<string>(), out var status), $"{file}, {vector["name"]}: {code} is no code.");
                Assert.True(vector["status"] is null || vector["status"]!.GetValue<long>() == status, $"{file}, {vector["name"]}: {code} is {status}.");
            }
        }
    }
}

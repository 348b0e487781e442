using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MultiTransport.Protocol.Tests;

/// <summary>The page says in words what the project says in constants.</summary>
public sealed partial class ProtocolPageTests
{
    [Fact]
    public void Section_9_has_every_close_code_and_no_other()
    {
        var codes = ProtocolPage.Table("## 9.").Where(row => Number().IsMatch(row[0])).ToDictionary(
            row => (CloseCode)int.Parse(row[0], CultureInfo.InvariantCulture),
            row => (Name: row[1].Trim('`'), Status: row[2].Length == 0 ? (int?)null : int.Parse(row[2], CultureInfo.InvariantCulture)));
        Assert.Equal(Enum.GetValues<CloseCode>().Where(code => code != CloseCode.None), codes.Keys.Order());
        Assert.All(codes, row => Assert.Equal(row.Value.Name, row.Key.Name()));
        Assert.All(codes.Where(row => row.Value.Status is not null), row => Assert.Equal(row.Value.Status, row.Key.HttpStatus()));
        Assert.Equal(
            codes.Select(row => (row.Value.Name, (long)row.Key, (long?)row.Value.Status)),
            Vector.All("codes.json", "close").Select(vector =>
                (vector.Text("name"), vector.Number("number"), vector.Has("status") ? vector.Number("status") : (long?)null)));
    }

    [Fact]
    public void Section_9_has_the_action_of_each_range()
    {
        var ranges = ProtocolPage.Table("## 9.").Where(row => Range().IsMatch(row[0])).ToList();
        Assert.Equal(4, ranges.Count);
        Assert.All(ranges, row =>
        {
            var range = Range().Match(row[0]);
            var action = row[3].Trim('*').Split("**")[0];
            foreach (var number in Enumerable.Range(int.Parse(range.Groups[1].Value, CultureInfo.InvariantCulture), 100))
            {
                Assert.Equal(action == "go on" ? "continue" : action, ((CloseCode)number).Action().Name());
            }

            Assert.EndsWith("99", range.Groups[2].Value, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Section_9_has_the_codes_that_only_HTTP_knows()
    {
        var paragraph = ProtocolPage.Section("## 9.").Split("HTTP only:")[1].Split("\n\n")[0];
        var listed = new List<(string, long)>();
        var waiting = new List<string>();
        foreach (Match match in CodeOrStatus().Matches(paragraph))
        {
            if (match.Groups["code"].Success)
            {
                waiting.Add(match.Groups["code"].Value);
                continue;
            }

            listed.AddRange(waiting.Select(code => (code, long.Parse(match.Groups["status"].Value, CultureInfo.InvariantCulture))));
            waiting.Clear();
        }

        Assert.Empty(waiting);
        Assert.Equal(Vector.All("codes.json", "http").Select(vector => (vector.Text("name"), vector.Number("status"))).Order(), listed.Order());
    }

    [Fact]
    public void Section_4_has_the_fail_codes()
    {
        var section = ProtocolPage.Section("## 4.");
        string[] Codes(string begin) =>
            [.. Quoted().Matches(section.Split(begin)[1].Split(".\n")[0].Split(".\r")[0]).Select(match => match.Groups[1].Value).Order()];
        string[] Vectors(string kind) =>
            [.. Vector.All("codes.json", "fail").Where(vector => vector["of"].AsArray().Any(of => of!.GetValue<string>() == kind)).Select(vector => vector.Text("name")).Order()];
        Assert.Equal(Vectors("message"), Codes("Fail codes:"));
        Assert.Equal(Vectors("request"), Codes("Error codes:"));
    }

    [Fact]
    public void Section_3_has_every_frame_type_with_its_byte()
    {
        var types = ProtocolPage.Table("## 3.").ToDictionary(
            row => row[0].Replace(' ', '-'),
            row => (Byte: Convert.ToByte(row[1].Split("0x")[1], 16), Letter: row[1].Contains('`') ? row[1].Split('`')[1].Single() : (char?)null, Numbered: row[2] == "yes"));
        var constants = typeof(FrameType).GetFields().Where(field => field.IsLiteral).Select(field => (byte)field.GetRawConstantValue()!);
        Assert.Equal(constants.Order(), types.Values.Select(type => type.Byte).Order());
        Assert.All(types, row =>
        {
            Assert.Equal(row.Value.Byte, (byte)(row.Value.Letter ?? (char)row.Value.Byte));
            Assert.Equal(row.Value.Byte, VectorFrame.Type(row.Key));
            Assert.Equal(row.Value.Numbered, FrameType.IsNumbered(row.Value.Byte));
        });
    }

    [Fact]
    public void Section_13_10_has_every_reason_of_a_report()
    {
        var rows = ProtocolPage.Table("### 13.10").SelectMany(row => Quoted().Matches(row[0]).Select(match => match.Groups[1].Value));
        Assert.Equal(typeof(ReportReasons).GetFields().Select(field => (string)field.GetRawConstantValue()!).Order(), rows.Order());
    }

    [Fact]
    public void The_limits_that_are_constants_are_those_of_the_page()
    {
        var limits = ProtocolPage.Table("## 11.").ToDictionary(row => row[0], row => row[1]);
        Assert.Equal(MessageFrames.MaxPiece, Size(limits["frame payload"]));

        var frames = ProtocolPage.Section("## 3.");
        Assert.Equal(FrameReader.MaxFrameLength, Captured(frames, @"length   = varint\s+; 1 \.\. ([0-9,]+)"));
        Assert.Equal(Varint.MaxLength, Captured(frames, @"varint   = 1\*([0-9]+)OCTET"));
        Assert.Equal(Varint.MaxValue, (1L << (int)Captured(frames, @"a value is at most 2\^([0-9]+) - 1")) - 1);
        Assert.Equal(MessageFrames.MaxPiece, Captured(frames, @"whose payload is over ([0-9,]+) bytes"));
        Assert.Equal(FrameWriter.MaxReason, Captured(frames, @"reason:UTF-8 \(at most ([0-9]+) bytes\)"));
        Assert.Equal(AttachFrame.Version, Captured(ProtocolPage.Section("## 5."), @"version  = %x0([0-9])"));
        Assert.Equal(SessionId.TextLength, Captured(ProtocolPage.Section("## 1."), @"\(([0-9]+) characters each\)"));
        Assert.Contains($"`{TransportNames.SubProtocol}`", ProtocolPage.Section("## 2."), StringComparison.Ordinal);
    }

    [Fact]
    public void The_attach_modes_are_those_of_section_5()
    {
        var row = ProtocolPage.Section("## 5.").Split('\n').Single(line => line.StartsWith("mode ", StringComparison.Ordinal));
        Assert.Equal(Enum.GetNames<AttachMode>().Select(name => name.ToLowerInvariant()), row.Split(';')[1].Split(',').Select(name => name.Trim()));
        Assert.Equal([AttachMode.Probe, AttachMode.Take, AttachMode.Send], Enumerable.Range(0, 3).Select(value => (AttachMode)value));
    }

    /// <summary>Every run of hex digits that the page gives as frames is frames.</summary>
    [Theory]
    [InlineData("## 3.", 4)]
    [InlineData("### 7.1", 4)]
    public void The_frames_in_the_examples_are_whole(string heading, int count)
    {
        var examples = FrameExample().Matches(ProtocolPage.Section(heading)).Select(match => match.Groups["hex"].Value).ToList();
        Assert.Equal(count, examples.Count);
        Assert.All(examples, example =>
        {
            var hex = example.Replace("[id]", new string('0', 32)).Replace("[secret]", new string('0', 32)).Replace("[nonce]", new string('0', 16));
            var carrier = VectorCarrier.Read(Convert.FromHexString(hex.Replace(" ", "")));
            Assert.True(carrier.Fault is null && carrier.Frames.Count > 0, $"{example} is {carrier.Code} in its {carrier.Fault}.");
        });
    }

    [Fact]
    public void The_examples_of_section_6_are_bodies()
    {
        var blocks = Fenced().Matches(ProtocolPage.Section("## 6.")).Select(match => match.Groups[1].Value).ToList();
        var request = JsonSerializer.Deserialize(blocks[0].Split("\n\n")[1], NegotiateJson.Default.NegotiateRequest)!;
        Assert.True(SessionId.TryParse(request.Key, out _));
        var answer = JsonSerializer.Deserialize(blocks[1], NegotiateJson.Default.NegotiateResponse)!;
        Assert.True(SessionId.TryParse(answer.Session.Id, out _) && SessionSecret.TryParse(answer.Session.Secret, out _));
        Assert.Equal(MessageFrames.MaxPiece, answer.Limits.Frame);
    }

    private static long Captured(string text, string pattern)
    {
        var match = Regex.Match(text, pattern);
        Assert.True(match.Success, $"PROTOCOL.md has nothing like {pattern}");
        return long.Parse(match.Groups[1].Value.Replace(",", ""), CultureInfo.InvariantCulture);
    }

    private static long Size(string text)
    {
        var parts = text.Split(' ');
        return long.Parse(parts[0], CultureInfo.InvariantCulture) * (parts[1] == "KiB" ? 1024 : 1024 * 1024);
    }

    [GeneratedRegex("^[0-9]{4}$")]
    private static partial Regex Number();

    [GeneratedRegex(@"^\*\*([0-9]{4})-([0-9]{4})\*\*$")]
    private static partial Regex Range();

    [GeneratedRegex(@"`(?<code>[a-z][a-z0-9-]*)`|\((?<status>[0-9]{3})[,)]")]
    private static partial Regex CodeOrStatus();

    [GeneratedRegex("`([a-z0-9-]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(?:`|^[<>] )(?<hex>(?:[0-9A-Fa-f]{2} ?|\[(?:id|secret|nonce)\] ?| (?=[0-9a-f]{2} )){2,})(?:`|  |$)", RegexOptions.Multiline)]
    private static partial Regex FrameExample();

    [GeneratedRegex("```[a-z]*\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fenced();
}

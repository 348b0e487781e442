using System.Text;

namespace MultiTransport.Server.Tests.Telemetry;

/// <summary>A message of protobuf, by field numbers.</summary>
internal sealed class ProtoMessage
{
    private const int Varint = 0;
    private const int Eight = 1;
    private const int Bytes = 2;
    private const int Four = 5;

    private readonly List<(int Field, byte[] Value)> _fields = [];

    public ProtoMessage(byte[] encoded)
    {
        var at = 0;
        while (at < encoded.Length)
        {
            var tag = Number(encoded, ref at);
            var field = (int)(tag >> 3);
            switch ((int)(tag & 7))
            {
                case Varint:
                    Number(encoded, ref at);
                    break;
                case Eight:
                    at += 8;
                    break;
                case Four:
                    at += 4;
                    break;
                case Bytes:
                    var length = (int)Number(encoded, ref at);
                    _fields.Add((field, encoded[at..(at + length)]));
                    at += length;
                    break;
                case var type:
                    throw new FormatException($"There is no wire type {type}.");
            }
        }
    }

    public bool Has(int field) => _fields.Exists(one => one.Field == field);

    public IEnumerable<ProtoMessage> All(int field) => _fields.Where(one => one.Field == field).Select(static one => new ProtoMessage(one.Value));

    public string Text(int field) => Encoding.UTF8.GetString(Raw(field));

    public byte[] Raw(int field) => _fields.Single(one => one.Field == field).Value;

    private static ulong Number(byte[] encoded, ref int at)
    {
        ulong number = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = encoded[at++];
            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return number;
            }
        }
    }
}
